/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_INSIDE_H
#define WEB_INSIDE_H

/* What the files of this room share, and nobody else sees. */

#include "web/cache.h"
#include "web/content.h"
#include "web/head.h"
#include "web/pool.h"
#include "web/route.h"
#include "web/server.h"
#include "web/transport.h"

#include <pthread.h>

enum {
    WEB_GATHER_LIMIT =
        64 * 1024, /* content that event threads gather; workers read what is larger */
    WEB_SCRATCH = 64 * 1024,
    WEB_SLOWEST = 8 * 1024, /* bytes per second that long requests must reach */
    WEB_GRACE = 20,         /* seconds before that is asked */
    WEB_ARENAS = 64,        /* kept to be used again */
    WEB_SEND_SECONDS = 30,  /* without any progress */
    WEB_DATE_ROOM = 40,
    WEB_PART_SECONDS = 2, /* to take the last bytes of a client that was refused */
};

/* Who owns a job, and so its connection's socket. */
enum web_job_state {
    WEB_JOB_RUNNING,   /* a worker has or will have it; its connection may give up on it */
    WEB_JOB_LONG,      /* the worker uses the socket */
    WEB_JOB_ABANDONED, /* the connection is gone: the worker drops it when it is done */
    WEB_JOB_DONE,      /* back at the event thread */
};

struct web_stream {
    struct web_job *job;
    char *buffer;
    size_t used;
    uint64_t sent;
    int64_t started;
    bool chunked;
};

/* One request on its way. It lives in its own request's arena. */
struct web_job {
    struct web_task task; /* first */
    struct web_job *next;
    struct web_server *server;
    struct web_loop *loop;
    struct web_connection *connection;
    atomic_int state;
    int status; /* decided before any handler: 404, 405, ...; or 0 */
    unsigned allowed;
    struct text location; /* of a redirect */
    bool head_method;
    bool counted; /* among the server's long requests */
    struct web_request request;
    struct web_response response;
    struct web_head head;

    bool has_content;
    struct web_content content;
    char *gathered; /* decoded by the event thread */
    size_t gathered_size;
    size_t gathered_room;
    size_t gathered_read;
    struct text raw; /* came in with it, not decoded yet */
    char *read_buffer;
    int64_t read_started;

    struct web_stream stream;
    struct web_page *page; /* the answer is this page, with a reference; else the two below */
    struct text answer_head;
    struct text answer_content;
    bool sent;  /* a stream, by the worker */
    bool close; /* the connection after the answer */
};

enum web_phase {
    WEB_IDLE,      /* between requests */
    WEB_READING,   /* a head */
    WEB_GATHERING, /* content */
    WEB_WORKING,   /* a worker has it */
    WEB_SENDING,
    WEB_PARTING, /* all was said; what the client still sends is thrown away */
    WEB_CLOSED,  /* freed before the next events */
    WEB_PHASES,
};

struct web_connection {
    struct web_loop *loop;
    struct web_transport transport;
    enum web_phase phase;
    bool readable;
    bool writable;
    bool half_closed;  /* the client will send nothing more */
    bool line_checked; /* of the head that is coming in */
    bool fresh;        /* input holds what was not looked at since the last request */
    bool close;        /* after what is being sent */
    int minor;         /* HTTP/1.x of the present request */
    char *input;       /* NULL when nothing is left over */
    size_t input_size;
    size_t input_room;
    struct web_scan scan;
    struct web_job *job;
    struct web_page *page; /* being sent */
    struct iovec parts[3]; /* head, tail, content */
    int file;              /* that holds the whole content of PAGE, or -1 */
    int64_t send_until;    /* however slowly it is taken */
    char tail[96];         /* Date and Connection, and the empty line */
    size_t thrown_away;
    int64_t deadline;
    struct web_connection *earlier; /* in the list of its phase */
    struct web_connection *later;
};

struct web_loop {
    struct web_server *server;
    pthread_t thread;
    bool started;
    int epoll;
    int wake;
    unsigned connections;
    unsigned gathering;
    bool listening;
    int64_t now; /* of clock_monotonic() */
    int64_t date_second;
    char date[WEB_DATE_ROOM]; /* "Date: ...\r\n" */
    size_t date_size;
    struct {
        struct web_connection *first; /* the earliest deadline */
        struct web_connection *last;
    } phases[WEB_PHASES];
    pthread_mutex_t lock;
    struct web_job *done; /* by workers, under the lock */
    struct web_head head;
    char scratch[WEB_SCRATCH];
};

struct web_server {
    struct web_options options;
    struct arena *arena;
    struct web_router *router;
    struct web_cache *cache;
    struct web_pool *pool;
    struct ssl_ctx_st *tls;
    int listener;
    unsigned port;
    const char *path; /* of the unix socket */
    struct web_loop *loops;
    struct web_page *health;
    atomic_uint connections;
    atomic_uint long_jobs;
    atomic_int stopping; /* 1: end politely, 2: now */
    atomic_bool cut_off;
    pthread_mutex_t lock;
    struct arena *arenas[WEB_ARENAS]; /* to be used again, under the lock */
    size_t arena_count;
};

/* server.c */
struct arena *web_arena_take(struct web_server *server);
void web_arena_give(struct web_server *server, struct arena *arena);

/* loop.c */
void *web_loop_run(void *argument); /* a loop */
void web_loop_wake(struct web_loop *loop);
void web_loop_done(struct web_loop *loop, struct web_job *job); /* from any thread */
void web_phase_set(struct web_connection *connection, enum web_phase phase);

/* connection.c */
struct web_connection *web_connection_new(struct web_loop *loop, int socket);
void web_connection_run(struct web_connection *connection);    /* may free it */
void web_connection_answer(struct web_connection *connection); /* its job is done */
void web_connection_expire(struct web_connection *connection); /* its deadline has passed */
void web_connection_close(struct web_connection *connection);  /* now; not while a worker has it */

void web_send(struct web_connection *connection, struct text head, struct text content);

/* Takes over the caller's reference to PAGE. */
void web_send_page(struct web_connection *connection, struct web_page *page, bool head_only,
                   struct text none_match);

/* One line of plain text, and the end of the connection. */
void web_refuse(struct web_connection *connection, int status);
void web_connections_reap(struct web_loop *loop);

/* begin.c: a whole head came in (a text of the event thread's own). */
void web_begin(struct web_connection *connection, struct text bytes);
void web_dispatch(struct web_connection *connection); /* its job, to a worker */

/* job.c: on a worker */
void web_job_run(struct web_task *task);
void web_job_free(struct web_job *job);
bool web_job_claim(struct web_job *job); /* RUNNING becomes LONG */

struct web_job *web_job_of(const struct web_request *request);

/* answer.c: makes the bytes of a job's answer from its response */
void web_answer_make(struct web_job *job);

struct web_head_facts {
    int status; /* 0: the response's */
    bool chunked;
    bool endless; /* neither length nor chunks: the connection's end is the end */
    size_t length;
    struct text etag;
    bool gzip;
};
struct text web_answer_head(struct web_response *response, const struct web_head_facts *facts);
const char *web_reason(int status);
size_t web_date(char date[WEB_DATE_ROOM]); /* writes "Date: ..." and its line break */
extern const char web_security_headers[];

/* What a kept answer is found by. */
void web_answer_key(struct buffer *key, const struct web_head *head, bool secure, bool gzip);
struct web_page *web_answer_health(struct arena *arena);

/* compress.c: gzip; false when it would not be smaller */
bool web_compress(struct arena *arena, struct text content, struct text *compressed);

/* stream.c */
struct error *web_stream_run(struct web_job *job);

#endif
