/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/transfer.h"

#include <pthread.h>
#include <stdlib.h>

static void start_library(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

CURL *people_transfer_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *authorities = getenv("SSL_CERT_FILE");
    pthread_once(&once, start_library);
    CURL *curl = curl_easy_init();
    if (!curl)
        return NULL;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (authorities)
        curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
    return curl;
}
