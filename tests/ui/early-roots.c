/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the constructors of libraries allocate before main() stays reachable for LeakSanitizer. GLib
 * leaves its first table of quarks behind when a program of GTK has made 2,048 of them; told from a leak
 * by its stack alone, every stack would have to be whole, and the tests of the window would take four
 * times as long. */
#include <stddef.h>

#define MAX_ROOTS 256
/* Smaller things are in use until the end. */
#define LEAST_SIZE 4096

/* Of the sanitizer, which GCC has no header for. */
int __sanitizer_install_malloc_and_free_hooks (void (*malloc_hook) (const volatile void *, size_t),
                                               void (*free_hook) (const volatile void *));
const char *__asan_default_options (void);

/* Not static: what nobody reads would not be kept. */
extern const volatile void *hsp_early_roots[MAX_ROOTS];
const volatile void *hsp_early_roots[MAX_ROOTS];

static unsigned n_roots;
static int in_main;

static void
on_malloc (const volatile void *pointer,
           size_t               size)
{
  if (!in_main && size >= LEAST_SIZE && n_roots < MAX_ROOTS)
    hsp_early_roots[n_roots++] = pointer;
}

static void
on_free (const volatile void *pointer)
{
  if (in_main)
    return;

  for (unsigned i = 0; i < n_roots; i++)
    {
      if (hsp_early_roots[i] == pointer)
        hsp_early_roots[i] = NULL;
    }
}

/* Asked for by the sanitizer before the first constructor runs. */
const char *
__asan_default_options (void)
{
  __sanitizer_install_malloc_and_free_hooks (on_malloc, on_free);
  return "";
}

/* The program's own constructors run after those of the libraries. */
__attribute__ ((constructor)) static void
end_of_early (void)
{
  in_main = 1;
}
