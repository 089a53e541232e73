/* Runs a program and writes the name of each of its functions when it is first called, in that order: once through a breakpoint at
   the begin of each, which is taken out when it is hit. Sampling would miss what runs once, at the start.

   first_calls SYMBOLS OUT PROGRAM [argument...]
   SYMBOLS: a line "hexadecimal-address name" a function, ascending, addresses as in the program's file (position-independent). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST_LINE = 1 << 16, MOST_FUNCTIONS = 1 << 18 };

struct function {
    unsigned long address;
    char *name;
    unsigned char first_byte;
    int called;
};

static struct function functions[MOST_FUNCTIONS];
static int count;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void read_symbols(const char *path)
{
    static char line[LONGEST_LINE];
    FILE *file = fopen(path, "r");
    if (!file)
        fail(path);
    while (count < MOST_FUNCTIONS && fgets(line, sizeof line, file)) {
        char *name;
        functions[count].address = strtoul(line, &name, 16);
        name[strcspn(name, "\n")] = 0;
        functions[count++].name = strdup(name + 1);
    }
    fclose(file);
}

static unsigned long load_address(pid_t process, const char *program)
{
    static char line[LONGEST_LINE];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/maps", process);
    FILE *file = fopen(path, "r");
    if (!file)
        fail(path);
    while (fgets(line, sizeof line, file))
        if (strstr(line, program))
            return strtoul(line, NULL, 16);
    fprintf(stderr, "%s is not in %s\n", program, path);
    exit(1);
}

static struct function *at(unsigned long address)
{
    for (int low = 0, high = count - 1; low <= high;) {
        int middle = (low + high) / 2;
        if (functions[middle].address == address)
            return &functions[middle];
        if (functions[middle].address < address)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return NULL;
}

/* A thread stopped at one of our breakpoints goes on with the function's own first instruction. */
static int take_breakpoint(pid_t thread, unsigned long base, int memory, FILE *out)
{
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, 0, &registers))
        return 0;
    struct function *function = at(registers.rip - 1 - base);
    if (!function)
        return 0;
    if (!function->called) {
        function->called = 1;
        if (pwrite(memory, &function->first_byte, 1, base + function->address) != 1)
            fail("pwrite");
        fprintf(out, "%s\n", function->name);
    }
    registers.rip--;
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "first_calls SYMBOLS OUT PROGRAM [argument...]\n");
        return 2;
    }
    read_symbols(argv[1]);
    FILE *out = fopen(argv[2], "w");
    if (!out)
        fail(argv[2]);
    setvbuf(out, NULL, _IOLBF, 0);

    pid_t process = fork();
    if (process < 0)
        fail("fork");
    if (process == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execv(argv[3], argv + 3);
        _exit(127);
    }
    int status;
    waitpid(process, &status, 0);
    ptrace(PTRACE_SETOPTIONS, process, 0, PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
    unsigned long base = load_address(process, argv[3]);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", process);
    int memory = open(path, O_RDWR);
    const unsigned char breakpoint = 0xCC; /* int3 of x86-64 */
    for (int i = 0; i < count; i++)
        if (pread(memory, &functions[i].first_byte, 1, base + functions[i].address) != 1
            || pwrite(memory, &breakpoint, 1, base + functions[i].address) != 1)
            fail(functions[i].name);
    ptrace(PTRACE_CONT, process, 0, 0);

    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) {
            if (errno == EINTR)
                continue;
            break;
        }
        if (!WIFSTOPPED(status)) {
            if (thread == process)
                break;
            continue;
        }
        int signal = WSTOPSIG(status);
        int is_news = signal == SIGSTOP || status >> 16; /* a new thread */
        int is_ours = signal == SIGTRAP && !is_news && take_breakpoint(thread, base, memory, out);
        ptrace(PTRACE_CONT, thread, 0, is_news || is_ours ? 0 : signal);
    }
    return 0;
}
