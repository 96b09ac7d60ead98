package corpus

import (
	"syscall"
	"time"
)

// processTime and threadTime give the processor time used so far, which other
// programs on the machine do not stretch as they stretch the time of the clock.
func processTime() time.Duration { return used(syscall.RUSAGE_SELF) }

func threadTime() time.Duration { return used(syscall.RUSAGE_THREAD) }

func used(who int) time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(who, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
