/* Makes the system fail beneath a directory, for faults.py: LD_PRELOAD this.
 *
 * FAULTS_DIR   the directory
 * FAULTS_OP    open, read, mmap, write, fsync or rename
 * FAULTS_AT    which of these calls fails, from 1
 * FAULTS_ERRNO what it fails with
 * FAULTS_ON    when set, all later ones fail too, as on a full disk
 * FAULTS_COUNT a file that gets the number of calls seen
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long seen;

static int beneath(const char *path) {
    const char *dir = getenv("FAULTS_DIR");
    return dir && path && strncmp(path, dir, strlen(dir)) == 0;
}

static int of_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return beneath(path);
}

/* Whether this call is to fail; it must be beneath the directory. */
static int fails(const char *op) {
    const char *wanted = getenv("FAULTS_OP"), *at = getenv("FAULTS_AT"), *no = getenv("FAULTS_ERRNO");
    if (!wanted || strcmp(wanted, op) != 0) return 0;
    long count = ++seen, fatal = at ? atol(at) : 0;
    if (fatal == 0 || (count != fatal && !(getenv("FAULTS_ON") && count > fatal))) return 0;
    errno = no ? atoi(no) : EIO;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAULTS_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld", (long)seen);
        fclose(file);
    }
}

#define NEXT(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

#define OPEN(name)                                                                     \
    int name(const char *path, int flags, ...) {                                       \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;      \
        va_end(rest);                                                                  \
        if (beneath(path) && fails("open")) return -1;                                 \
        return NEXT(int, #name, const char *, int, mode_t)(path, flags, mode);         \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int fd, void *to, size_t size) {
    if (of_fd(fd) && fails("read")) return -1;
    return NEXT(ssize_t, "read", int, void *, size_t)(fd, to, size);
}

ssize_t write(int fd, const void *from, size_t size) {
    if (of_fd(fd) && fails("write")) return -1;
    return NEXT(ssize_t, "write", int, const void *, size_t)(fd, from, size);
}

int fsync(int fd) {
    if (of_fd(fd) && fails("fsync")) return -1;
    return NEXT(int, "fsync", int)(fd);
}

int fdatasync(int fd) {
    if (of_fd(fd) && fails("fsync")) return -1;
    return NEXT(int, "fdatasync", int)(fd);
}

int rename(const char *from, const char *to) {
    if (beneath(to) && fails("rename")) return -1;
    return NEXT(int, "rename", const char *, const char *)(from, to);
}

#define MMAP(name, offset_type)                                                        \
    void *name(void *at, size_t size, int prot, int flags, int fd, offset_type from) { \
        if (fd >= 0 && of_fd(fd) && fails("mmap")) return MAP_FAILED;                  \
        return NEXT(void *, #name, void *, size_t, int, int, int, offset_type)(        \
            at, size, prot, flags, fd, from);                                          \
    }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)
