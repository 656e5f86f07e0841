// Which functions of the system are called inside the callback of a busy set, and how often.
//
// in   calls of the callback; "all" to make a call of each kind there, which must be counted
// out  a line "name count" for each that was called, then "blocks N loud M status S"
//
// Functions of the C library are counted by defining them here: the whole process then uses these. System calls are counted
// by a seccomp filter that turns them into signals; reading the clock is none (vDSO).
#include <dlfcn.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <new>

#include "segment.hpp"

// Memory, for operator new and delete too; then locks.
#define MEMORY(X) X(malloc) X(free) X(calloc) X(realloc)
#define LOCKS(X)                                                                                                 \
    X(posix_memalign) X(aligned_alloc) X(pthread_mutex_lock) X(pthread_mutex_trylock) X(pthread_rwlock_rdlock)     \
    X(pthread_rwlock_wrlock) X(pthread_spin_lock) X(pthread_cond_wait) X(pthread_cond_signal) X(pthread_once)      \
    X(sem_wait) X(sem_post) X(__cxa_guard_acquire)
#define INDEX(name) AT_##name,
#define TEXT(name) #name,
enum { MEMORY(INDEX) LOCKS(INDEX) NAMES };
const char* const names[] = {MEMORY(TEXT) LOCKS(TEXT)};

struct Counts { volatile long function[NAMES], call[1024], blocks, loud; };  // shared with the process that plays
static Counts* counts;
static volatile bool inside;  // the callback

typedef long Function(long, long, long, long);
#define COUNTED(name, real)                                   \
    extern "C" Function counted_##name __asm__(#name);        \
    long counted_##name(long a, long b, long c, long d) {     \
        if (inside) counts->function[AT_##name]++;            \
        return ((Function*)(real))(a, b, c, d);               \
    }
#define OF_LIBC(name) extern "C" Function libc_##name __asm__("__libc_" #name); COUNTED(name, libc_##name)
#define OF_NEXT(name) COUNTED(name, dlsym(RTLD_NEXT, #name))
MEMORY(OF_LIBC)
LOCKS(OF_NEXT)

static void count_call(int, siginfo_t* info, void*) {
    if (inside) counts->call[info->si_syscall & 1023]++;
}

static void trap_system_calls() {  // all but the way back from the signal, and the end of the process
    struct sigaction action{};
    action.sa_sigaction = count_call, action.sa_flags = SA_SIGINFO;
    sigaction(SIGSYS, &action, nullptr);
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),  // the number of the call
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{5, filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(77);
}

static void call_one_of_each() {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    ::operator delete(::operator new(4));
    syscall(SYS_socket, 0, 0, 0), syscall(SYS_futex, 0, 0, 0, 0), syscall(SYS_openat, 0, 0, 0);
}

static void play(Segment& segment, vamen_output& output, vamen_player* player, int64_t calls, Random& random, bool all) {
    const int frames = output.rate == 44100 ? 32 : 64;
    static float samples[64 * 8];
    segment.push({PLAY, 0, 1, -1});
    for (int64_t n = 0; n < calls; n++) {
        if (random.once_in(50)) change_something(segment, random);
        output.stopping = n > calls - 100;
        const double time[] = {0, 5, 5.01 + random.from(0, 1e-4)};  // input, now, output
        inside = true;
        vamen_player_callback(nullptr, samples, frames, random.once_in(50) ? nullptr : time, n % 97 ? 0 : 4, player);
        if (all) call_one_of_each();
        inside = false;
        float loudest = 0;
        for (int i = 0; i < frames * output.channels; i++) loudest = std::fmax(loudest, std::fabs(samples[i]));
        counts->blocks++, counts->loud += loudest > 1e-3f;
    }
}

int main(int, char** arguments) {
    const int64_t calls = atoll(arguments[1]);
    counts = (Counts*)mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    Random random{9};
    const Tables tables(random);
    Segment segments[4];
    vamen_output outputs[4]{};
    vamen_player* players[4];
    for (int i = 0; i < 4; i++) {  // stereo; another rate and all parts; eight channels after a player that has ended; mono
        fill_with_beats(segments[i].slots[0], random);
        segments[i].meters->playing = i == 2;
        outputs[i].rate = i == 1 ? 48000 : 44100, outputs[i].channels = i == 3 ? 1 : i ? 8 : 2, outputs[i].parts = i == 1 || i == 2 ? 3 : 0;
        players[i] = vamen_player_new(segments[i].view(), &outputs[i], {3, 4, 0.4f}, tables.view());
    }
    const pid_t child = fork();
    if (!child) {
        trap_system_calls();
        for (int i = 0; i < 4; i++) play(segments[i], outputs[i], players[i], calls / 4, random, arguments[2]);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    for (int i = 0; i < NAMES; i++)
        if (counts->function[i]) printf("%s %ld\n", names[i], counts->function[i]);
    for (int i = 0; i < 1024; i++)
        if (counts->call[i]) printf("system call %d: %ld\n", i, counts->call[i]);
    printf("blocks %ld loud %ld status %d\n", counts->blocks, counts->loud, status);
    for (vamen_player* player : players) vamen_player_free(player);
    return 0;
}
