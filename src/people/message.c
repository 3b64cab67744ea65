/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/message.h"

#include "base/identifier.h"
#include "base/json.h"
#include "people/inside.h"
#include "store/job.h"
#include "store/statements.h"

enum { MORNING = 7 * 3600, PORTION = 500 };

static const struct {
    const char *id;
    bool alone;
} kinds[PEOPLE_MESSAGE_KINDS] = {
    [PEOPLE_MESSAGE_FIRST] = {"first", true},
    [PEOPLE_MESSAGE_LOST] = {"lost", true},
    [PEOPLE_MESSAGE_INVITATION] = {"invitation", false},
    [PEOPLE_MESSAGE_REMINDER] = {"reminder", false},
    [PEOPLE_MESSAGE_ESCALATION] = {"escalation", false},
    [PEOPLE_MESSAGE_DECISION] = {"decision", false},
    [PEOPLE_MESSAGE_WAITING] = {"waiting", false},
    [PEOPLE_MESSAGE_FLAG] = {"flag", false},
};

static const char *const states[] = {"waiting", "sent", "failed", "dropped"};

const char *people_message_kind_id(enum people_message_kind kind)
{
    return kinds[kind].id;
}

const char *people_message_state_id(enum people_message_state state)
{
    return states[state];
}

bool people_message_is_alone(enum people_message_kind kind)
{
    return kinds[kind].alone;
}

int64_t people_message_due(enum people_message_kind kind, const struct zone *zone, int64_t now)
{
    if (kinds[kind].alone)
        return now;
    struct date day = zone_date(zone, now, NULL);
    int64_t morning = zone_moment(zone, day, MORNING);
    return morning > now ? morning : zone_moment(zone, date_add_days(day, 1), MORNING);
}

struct people_messages {
    struct store_session *session;
    struct arena *arena;   /* of a portion */
    bool scratch;          /* that arena may be reset */
    struct buffer *buffer; /* JSON, the portion so far */
    struct json_writer json;
    size_t count;
    int64_t first; /* the earliest that is planned */
};

static void begin_portion(struct people_messages *messages)
{
    if (messages->scratch)
        arena_reset(messages->arena);
    messages->buffer = ARENA_NEW(messages->arena, struct buffer);
    messages->buffer->arena = messages->arena;
    messages->json = (struct json_writer){.buffer = messages->buffer};
    messages->count = 0;
    json_open_array(&messages->json);
}

struct people_messages *people_messages_begin(struct store_session *session, struct arena *scratch)
{
    struct people_messages *messages = ARENA_NEW(store_arena(session), struct people_messages);
    messages->session = session;
    messages->arena = scratch ? scratch : store_arena(session);
    messages->scratch = scratch != NULL;
    messages->first = INT64_MAX;
    begin_portion(messages);
    return messages;
}

static struct error *write_portion(struct people_messages *messages)
{
    if (!messages->count)
        return NULL;
    json_close_array(&messages->json);
    struct store_value values[] = {store_text(buffer_text(messages->buffer))};
    struct arena *before = store_change_arena(messages->session, messages->arena);
    struct error *error = store_run(messages->session, &sql_message_add, values, NULL);
    store_change_arena(messages->session, before);
    if (error)
        return error_new(before, error->kind, "%s", error_string(before, error));
    begin_portion(messages);
    return NULL;
}

static struct text content_of(struct arena *arena, const struct people_message *message)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer json = {.buffer = &buffer};
    json_open_object(&json);
    json_write_key(&json, "topic");
    json_write_text(&json, message->topic);
    json_write_key(&json, "path");
    json_write_text(&json, message->path);
    json_write_key(&json, "until");
    json_write_text(&json, date_format(arena, message->until));
    json_write_key(&json, "count");
    json_write_number(&json, message->count);
    json_close_object(&json);
    return buffer_text(&buffer);
}

struct error *people_message_read(struct arena *arena, struct text content,
                                  struct people_message *message)
{
    json_t *root;
    TRY(json_read(arena, content, &root));
    message->topic = text_copy(arena, json_member_text(root, "topic"));
    message->path = text_copy(arena, json_member_text(root, "path"));
    date_parse(json_member_text(root, "until"), &message->until);
    message->count = json_integer_value(json_object_get(root, "count"));
    json_decref(root);
    return NULL;
}

bool people_message_is_person(struct text recipient)
{
    return text_find(recipient, 0, TEXT("@")) == recipient.size;
}

/* A place on this site. */
static bool is_path(struct text path)
{
    for (size_t at = 0; at < path.size; at++)
        if ((unsigned char)path.data[at] <= ' ' || path.data[at] == '\\' || path.data[at] == 0x7F)
            return false;
    return text_starts(path, "/") && !text_starts(path, "//");
}

/* Who puts a message sees to it that it can be sent: anything else is a mistake of ours. */
static struct error *check(struct arena *arena, const struct people_message *message)
{
    bool recipient = people_message_is_person(message->recipient)
                         ? identifier_valid(message->recipient)
                         : people_is_address(message->recipient);
    if (!recipient)
        return error_new(arena, ERROR_SYSTEM, "a message to nobody");
    if (!is_path(message->path))
        return error_new(arena, ERROR_SYSTEM, "a message that leads nowhere");
    return NULL;
}

struct error *people_messages_put(struct people_messages *messages,
                                  const struct people_message *message)
{
    struct arena *arena = messages->arena;
    struct json_writer *json = &messages->json;
    TRY(check(store_arena(messages->session), message));
    json_open_array(json);
    json_write_text(json, message->id.size ? message->id : identifier_new(arena));
    json_write_text(json, message->recipient);
    json_write_text(json, text_of(kinds[message->kind].id));
    json_write_text(json, text_of(language_id(message->language)));
    json_write_text(json, message->about);
    json_write_text(json, content_of(arena, message));
    json_write_text(json, clock_format(arena, message->planned));
    json_close_array(json);
    if (message->planned < messages->first)
        messages->first = message->planned;
    return ++messages->count < PORTION ? NULL : write_portion(messages);
}

struct error *people_messages_end(struct people_messages *messages)
{
    TRY(write_portion(messages));
    if (messages->first == INT64_MAX)
        return NULL;
    return store_job_add(messages->session, PEOPLE_POST_JOB, PEOPLE_POST_JOB, messages->first,
                         TEXT(""));
}

struct error *people_message_put(struct store_session *session,
                                 const struct people_message *message)
{
    struct people_messages *messages = people_messages_begin(session, NULL);
    TRY(people_messages_put(messages, message));
    return people_messages_end(messages);
}

struct error *people_message_drop(struct store_session *session, struct text about,
                                  struct text recipient, const char *reason, int64_t *count)
{
    struct store_value values[] = {
        store_text(clock_format(store_arena(session), clock_now())),
        store_text(text_of(reason)),
        store_text(about),
        store_text(recipient),
    };
    return store_run(session, recipient.size ? &sql_message_drop : &sql_message_drop_some, values,
                     count);
}

bool people_message_kind_of(struct text id, enum people_message_kind *kind)
{
    size_t i = 0;
    while (i < PEOPLE_MESSAGE_KINDS && !text_is(id, kinds[i].id))
        i++;
    *kind = (enum people_message_kind)i;
    return i < PEOPLE_MESSAGE_KINDS;
}

static enum people_message_state state_of(struct text id)
{
    enum people_message_state state = PEOPLE_MESSAGE_WAITS;
    while (state < PEOPLE_MESSAGE_DROPPED && !text_is(id, states[state]))
        state++;
    return state;
}

struct error *people_message_count(struct store_session *session, struct text about,
                                   struct people_message_counts *counts)
{
    struct store_rows *rows;
    const struct store_value *row;
    *counts = (struct people_message_counts){0};
    TRY(store_query(session, &sql_message_counts, (struct store_value[]){store_text(about)},
                    &rows));
    for (;;) {
        enum people_message_kind kind;
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        if (people_message_kind_of(row[0].text, &kind))
            counts->counts[kind][state_of(row[1].text)] += row[2].integer;
    }
}

static int64_t moment_of(struct store_value value)
{
    int64_t moment = 0;
    if (value.type == STORE_TEXT)
        clock_parse(value.text, &moment);
    return moment;
}

static struct error *read_records(struct store_rows *rows, struct arena *arena,
                                  struct people_message_record **records, size_t *count)
{
    size_t capacity = 0;
    const struct store_value *row;
    *records = NULL;
    *count = 0;
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        enum people_message_kind kind;
        if (!people_message_kind_of(row[2].text, &kind))
            continue; /* of a program that knows more */
        *records = arena_grow(arena, *records, *count, &capacity, sizeof **records);
        (*records)[(*count)++] = (struct people_message_record){
            .id = text_copy(arena, row[0].text),
            .recipient = text_copy(arena, row[1].text),
            .kind = kind,
            .about = text_copy(arena, row[3].text),
            .planned = moment_of(row[4]),
            .settled = moment_of(row[5]),
            .state = state_of(row[6].text),
            .attempts = row[7].integer,
            .reason = text_copy(arena, row[8].text),
        };
    }
}

struct error *people_message_list(struct store_session *session, struct arena *arena,
                                  struct text about, enum people_message_state state,
                                  const struct people_message_record *after,
                                  struct people_message_record **records, size_t *count)
{
    struct store_rows *rows;
    struct store_value values[] = {
        store_text(about),
        store_text(text_of(states[state])),
        store_text(after ? text_of(kinds[after->kind].id) : TEXT("")),
        store_text(after ? after->recipient : TEXT("")),
        store_text(after ? after->id : TEXT("")),
        store_integer(PORTION),
    };
    TRY(store_query(session, &sql_message_of_about, values, &rows));
    return read_records(rows, arena, records, count);
}

struct error *people_message_history(struct store_session *session, struct arena *arena,
                                     struct text recipient,
                                     const struct people_message_record *after,
                                     struct people_message_record **records, size_t *count)
{
    struct store_rows *rows;
    struct store_value values[] = {
        store_text(recipient),
        store_text(after ? clock_format(arena, after->planned) : TEXT("")),
        store_text(after ? after->id : TEXT("")),
        store_integer(PORTION),
    };
    TRY(store_query(session, &sql_message_of_recipient, values, &rows));
    return read_records(rows, arena, records, count);
}
