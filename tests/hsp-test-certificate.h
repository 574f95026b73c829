/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a test needs that has a server with TLS. */
#pragma once

/* Of localhost, signed by itself; made for tests and good for nothing else. */
#define HSP_TEST_CERTIFICATE \
  "-----BEGIN CERTIFICATE-----\n" \
  "MIIBnDCCAUGgAwIBAgIUCBQZD9FvywOXb/Eg/lbWjCYirSUwCgYIKoZIzj0EAwIw\n" \
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzIxNDQwMloYDzIxMjYxMDMw\n" \
  "MjE0NDAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n" \
  "PQMBBwNCAAS5pDcQMopg6qH6BkXaHrsAgJeG5kFZPGB6sG8HZpXwLWZVArJ68/S6\n" \
  "3vTSkpWhZj1RD2P+nE5VkESMoh894yjRo28wbTAdBgNVHQ4EFgQUZr/XO7jkkwM8\n" \
  "uirlkMcFkmw+FMAwHwYDVR0jBBgwFoAUZr/XO7jkkwM8uirlkMcFkmw+FMAwDwYD\n" \
  "VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI\n" \
  "zj0EAwIDSQAwRgIhANgsPDjsJb+q+m5a8cZy5dZpFwVzSZptBKIPH/TR2X5JAiEA\n" \
  "/07lOWeEWdAUfDABTrJ7YR9Jq4VKcjNGi+oQ8jLucOE=\n" \
  "-----END CERTIFICATE-----\n" \
  "-----BEGIN PRIVATE KEY-----\n" \
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgo8r3a8yq//Ewlwcp\n" \
  "pvL0li6rwX9kOcKSQHhjUwxjrZGhRANCAAS5pDcQMopg6qH6BkXaHrsAgJeG5kFZ\n" \
  "PGB6sG8HZpXwLWZVArJ68/S63vTSkpWhZj1RD2P+nE5VkESMoh894yjR\n" \
  "-----END PRIVATE KEY-----\n"

/* The server of libsoup 3.2 leaves a socket and an address behind when the other end of a connection
 * made for one POST goes: seen in a program of nothing but libsoup. Only a server accepts sockets, so
 * no leak of the client's is hidden.
 *
 * Whole stacks, so that these names are seen; and gcc 12's leak checker does not survive the
 * thread-local memory of the modules that TLS loads. */
#define HSP_TEST_LENIENT_SANITIZER \
  const char *__lsan_default_suppressions (void); \
  const char *__asan_default_options (void); \
  const char *__lsan_default_suppressions (void) \
  { \
    return "leak:g_socket_accept\nleak:soup_server_listen_local\n"; \
  } \
  const char *__asan_default_options (void) \
  { \
    return "fast_unwind_on_malloc=0:intercept_tls_get_addr=0"; \
  }
