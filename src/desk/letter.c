/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/letter.h"

#include "register/actor.h"
#include "templates/letter.h"

struct error *desk_letter_reach(void *context, struct arena *arena, struct text person,
                                struct people_reached *reached)
{
    const struct register_body *body = context;
    struct store_session *session;
    struct register_actor actor;
    TRY(store_begin_reading(body->store, arena, body->id, &session));
    struct error *error = register_actor_read(session, arena, body, person, &actor);
    store_end_reading(session);
    if (!error)
        *reached = (struct people_reached){actor.present, actor.name, actor.email};
    return error;
}

/* A register that is there no more has no name. */
static struct text title_of(const struct register_body *body, struct text id,
                            enum language language)
{
    const struct register_definition *definition = register_find(body->definitions, id);
    return definition ? label_in(definition->title, language)
                      : message(language, MESSAGE("Registers"));
}

static struct desk_notice notice_of(const struct register_body *body, struct arena *arena,
                                    const struct people_letter *letter,
                                    const struct people_message *message)
{
    return (struct desk_notice){
        .kind = message->kind,
        .topic = title_of(body, message->topic, letter->language),
        .address =
            text_format(arena, "https://%.*s%s%.*s%.*s", TEXT_FORMAT(body->organisation->hosts[0]),
                        letter->language == LANGUAGE_ENGLISH ? "/en" : "",
                        TEXT_FORMAT(message->path), TEXT_FORMAT(letter->token)),
        .until = message->until,
        .count = message->count,
    };
}

struct error *desk_letter_write(void *context, struct arena *arena,
                                const struct people_letter *from, struct text *subject,
                                struct text *text)
{
    const struct register_body *body = context;
    struct buffer buffers[] = {{.arena = arena}, {.arena = arena}};
    struct markup_plain above = markup_plain(&buffers[0], from->language);
    struct markup_plain out = markup_plain(&buffers[1], from->language);
    struct desk_letter letter = {
        .body = label_in(body->organisation->name, from->language),
        .host = body->organisation->hosts[0],
        .notices = ARENA_ARRAY(arena, struct desk_notice, from->count),
        .count = from->count,
    };
    for (size_t i = 0; i < from->count; i++)
        letter.notices[i] = notice_of(body, arena, from, &from->messages[i]);
    template_letter_subject(&above, &letter);
    template_letter_text(&out, &letter);
    *subject = buffer_text(&buffers[0]);
    *text = buffer_text(&buffers[1]);
    return NULL;
}
