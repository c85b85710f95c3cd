// The command-line arguments of the process, as the loader passes them.
//
// Swift's `CommandLine` looks for them on the stack that /proc/self/maps names. If /proc is not mounted, or a preloaded
// library has moved the environment before `main`, it finds none and reports no error. The loader passes them to every
// constructor (System V ABI; glibc's `_dl_init`).

#include "arguments.h"

#include <stddef.h>

static int count = 0;
static char **values = NULL;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
    count = argc;
    values = argv;
}

int process_argument_count(void) { return values == NULL ? 0 : count; }

const char *process_argument(int index) {
    return index >= 0 && index < process_argument_count() ? values[index] : NULL;
}

extern char **environ;

const char *process_variable(int index) {
    if (environ == NULL) return NULL;
    for (int before = 0; before < index; before++) {
        if (environ[before] == NULL) return NULL;
    }
    return environ[index];
}
