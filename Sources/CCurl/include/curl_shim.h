// One HTTP exchange through libcurl. Only here because curl_easy_setopt is variadic, which Swift cannot call.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *method;
    const char *url;
    /// `Name: value`, one after the other.
    const char *const *headers;
    size_t header_count;
    const void *body;
    size_t body_size;
    long connect_milliseconds;
    long total_milliseconds;
    /// PEM file; NULL takes the system's.
    const char *authority_file;
    /// A longer answer is cut off: the exchange ends with CURLE_WRITE_ERROR.
    size_t longest_answer;
    /// Asked about once a second; true ends the exchange.
    bool (*is_cancelled)(void *context);
    void *context;
} curl_shim_request;

typedef struct {
    /// CURLcode, 0 when an answer came.
    int code;
    long status;
    /// In libcurl's words, empty when there is nothing to say.
    char error[256];
    /// Released by curl_shim_release.
    char *body;
    size_t body_size;
    /// Value of the header Retry-After, empty without.
    char retry_after[64];
} curl_shim_answer;

/// Sends the request and waits for the answer. Follows no redirects, speaks nothing but http and https.
void curl_shim_send(const curl_shim_request *request, curl_shim_answer *answer);
void curl_shim_release(curl_shim_answer *answer);
/// libcurl's words for a code.
const char *curl_shim_words(int code);
