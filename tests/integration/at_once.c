/* Loaded before libfaketime, which moves all absolute times of a timerfd as its clock is moved: also the clock's first
 * nanosecond, by which Asio says "at once". It is in the future then, or before the beginning, and nobody wakes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef int settime(int, int, const struct itimerspec*, struct itimerspec*);

int timerfd_settime(int fd, int flags, const struct itimerspec* when, struct itimerspec* before) {
    if ((flags & TFD_TIMER_ABSTIME) && when->it_value.tv_sec == 0)
        return (int)syscall(SYS_timerfd_settime, fd, flags, when, before);
    return ((settime*)dlsym(RTLD_NEXT, "timerfd_settime"))(fd, flags, when, before);
}
