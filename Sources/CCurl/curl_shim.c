#include "curl_shim.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct {
    const curl_shim_request *request;
    curl_shim_answer *answer;
} exchange;

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static size_t take_body(char *data, size_t size, size_t count, void *context) {
    exchange *e = context;
    size_t length = size * count;
    if (e->answer->body_size + length > e->request->longest_answer) return 0;
    char *grown = realloc(e->answer->body, e->answer->body_size + length);
    if (!grown) return 0;
    memcpy(grown + e->answer->body_size, data, length);
    e->answer->body = grown;
    e->answer->body_size += length;
    return length;
}

static size_t take_header(char *data, size_t size, size_t count, void *context) {
    static const char name[] = "retry-after:";
    curl_shim_answer *answer = ((exchange *)context)->answer;
    size_t length = size * count, start = sizeof name - 1;
    if (length <= start || strncasecmp(data, name, start) != 0) return length;
    while (start < length && data[start] == ' ') start++;
    size_t end = length;
    while (end > start && (data[end - 1] == '\r' || data[end - 1] == '\n' || data[end - 1] == ' ')) end--;
    if (end - start < sizeof answer->retry_after) {
        memcpy(answer->retry_after, data + start, end - start);
        answer->retry_after[end - start] = 0;
    }
    return length;
}

static int watch(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    const curl_shim_request *request = ((exchange *)context)->request;
    (void)a, (void)b, (void)c, (void)d;
    return request->is_cancelled(request->context) ? 1 : 0;
}

void curl_shim_send(const curl_shim_request *request, curl_shim_answer *answer) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin);
    memset(answer, 0, sizeof *answer);
    exchange e = {request, answer};
    CURL *curl = curl_easy_init();
    if (!curl) {
        answer->code = CURLE_FAILED_INIT;
        return;
    }
    struct curl_slist *headers = NULL;
    for (size_t i = 0; i < request->header_count; i++) headers = curl_slist_append(headers, request->headers[i]);
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request->total_milliseconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &e);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &e);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &e);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, answer->error);
    if (request->authority_file) curl_easy_setopt(curl, CURLOPT_CAINFO, request->authority_file);
    answer->code = (int)curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}

void curl_shim_release(curl_shim_answer *answer) {
    free(answer->body);
    answer->body = NULL;
}

const char *curl_shim_words(int code) { return curl_easy_strerror((CURLcode)code); }
