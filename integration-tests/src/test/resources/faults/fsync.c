/*
 * Lets fsync and fdatasync fail with EIO on the journal's files for as long as the file named by FSYNC_FAULT exists.
 * Loaded with LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fails(int fd) {
    const char *fault = getenv("FSYNC_FAULT");
    if (fault == NULL || access(fault, F_OK) != 0) {
        return 0;
    }
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = '\0';
    return strstr(path, "journal.sqlite") != NULL;
}

static int synchronize(int fd, const char *name) {
    if (fails(fd)) {
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(fd);
}

int fsync(int fd) {
    return synchronize(fd, "fsync");
}

int fdatasync(int fd) {
    return synchronize(fd, "fdatasync");
}
