#pragma once

#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function for each kind of argument.

/// CURLOPTTYPE_LONG and CURLOPTTYPE_VALUES.
CURLcode kv_set_long(CURL *easy, CURLoption option, long value);
/// CURLOPTTYPE_STRINGPOINT: curl keeps a copy.
CURLcode kv_set_text(CURL *easy, CURLoption option, const char *value);
/// CURLOPTTYPE_OBJECTPOINT, CURLOPTTYPE_SLISTPOINT and CURLOPTTYPE_CBPOINT: curl keeps the pointer only.
CURLcode kv_set_pointer(CURL *easy, CURLoption option, void *value);
/// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
CURLcode kv_set_sink(CURL *easy, CURLoption option, curl_write_callback sink);
/// CURLINFO_LONG.
CURLcode kv_get_long(CURL *easy, CURLINFO info, long *value);
/// CURLINFO_OFF_T: times are in µs.
CURLcode kv_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
/// CURLINFO_STRING: the text is curl's own.
CURLcode kv_get_text(CURL *easy, CURLINFO info, const char **value);
/// Has no program that is started meanwhile inherit the connection, which would keep it open.
CURLcode kv_close_on_exec(CURL *easy);
