/* LD_PRELOAD: moves the wall clock of one process by the milliseconds that stand, as 8 bytes, in the file that $FENCE_CLOCK names. The file is mapped: what is written to it counts at once. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const long billion = 1000000000;
static volatile long long *offset;

static long long moved_by(void) {
	if (offset == NULL) {
		const char *path = getenv("FENCE_CLOCK");
		int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
		if (file < 0) return 0;
		void *mapped = mmap(NULL, sizeof(long long), PROT_READ, MAP_SHARED, file, 0);
		close(file);
		if (mapped == MAP_FAILED) return 0;
		offset = mapped;
	}
	return *offset;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
	int result = syscall(SYS_clock_gettime, clock, now);
	if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
	long long by = moved_by();
	long nanoseconds = now->tv_nsec + by % 1000 * 1000000;
	now->tv_sec += by / 1000 + (nanoseconds >= billion) - (nanoseconds < 0);
	now->tv_nsec = (nanoseconds + billion) % billion;
	return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
	(void)zone;
	struct timespec exact;
	int result = clock_gettime(CLOCK_REALTIME, &exact);
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return result;
}

time_t time(time_t *also) {
	struct timespec exact;
	clock_gettime(CLOCK_REALTIME, &exact);
	if (also != NULL) *also = exact.tv_sec;
	return exact.tv_sec;
}
