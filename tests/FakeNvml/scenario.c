#define _GNU_SOURCE
#include "scenario.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LINES 4096
#define MAX_LINE 256

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char keys[MAX_LINES][MAX_LINE];
static char *values[MAX_LINES];
static unsigned lines;
static unsigned events_given;

static const char *event_line(unsigned number);
static struct timespec read_at;
static off_t read_size = -1;

static void trim(char *text)
{
    size_t end = strlen(text);
    while (end > 0 && strchr(" \t\r\n", text[end - 1])) {
        text[--end] = 0;
    }
}

/* Re-reads on a change of time or size: two writes may fall into one tick of the file system's clock. */
static void reread(void)
{
    const char *path = getenv("FAKE_NVML_SCENARIO");
    struct stat now;
    if (!path || stat(path, &now) != 0) {
        return;
    }
    if (now.st_size == read_size && now.st_mtim.tv_sec == read_at.tv_sec && now.st_mtim.tv_nsec == read_at.tv_nsec) {
        return;
    }
    FILE *file = fopen(path, "re");
    if (!file) {
        return;
    }
    lines = 0;
    while (lines < MAX_LINES && fgets(keys[lines], MAX_LINE, file)) {
        char *equals = strchr(keys[lines], '=');
        if (keys[lines][0] == '#' || !equals) {
            continue;
        }
        *equals = 0;
        values[lines] = equals + 1;
        trim(values[lines]);
        lines++;
    }
    fclose(file);
    /* A file that was written anew begins its events anew. */
    while (events_given > 0 && !event_line(events_given - 1)) {
        events_given--;
    }
    read_at = now.st_mtim;
    read_size = now.st_size;
}

void scenario_refresh(void)
{
    pthread_mutex_lock(&gate);
    reread();
    pthread_mutex_unlock(&gate);
}

/* For one thread. The watch is asked for each time, so that a file put in place of another is watched too. */
void scenario_wait(int milliseconds)
{
    static int changes = -1;
    char unread[4096];
    const char *path = getenv("FAKE_NVML_SCENARIO");
    bool first = changes < 0;
    if (first) {
        changes = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    }
    int watch = path ? inotify_add_watch(changes, path, IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF) : -1;
    if (first && watch >= 0) {
        return; /* What was written before the watch is there to be read. */
    }
    struct pollfd told = {.fd = watch < 0 ? -1 : changes, .events = POLLIN};
    poll(&told, 1, milliseconds);
    while (watch >= 0 && read(changes, unread, sizeof unread) > 0) {
    }
}

/* The last line of a key wins, so that a test may append instead of rewriting. */
static const char *find(const char *key)
{
    for (unsigned line = lines; line > 0; line--) {
        if (strcmp(keys[line - 1], key) == 0) {
            return values[line - 1];
        }
    }
    return NULL;
}

void scenario_text(const char *key, const char *otherwise, char *out, unsigned length)
{
    pthread_mutex_lock(&gate);
    const char *found = find(key);
    snprintf(out, length, "%s", found ? found : otherwise);
    pthread_mutex_unlock(&gate);
}

long long scenario_number(const char *key, long long otherwise)
{
    char text[MAX_LINE];
    scenario_text(key, "", text, sizeof text);
    return text[0] ? strtoll(text, NULL, 0) : otherwise;
}

static void gpu_key(unsigned gpu, const char *key, char *out)
{
    snprintf(out, MAX_LINE, "gpu%u.%s", gpu, key);
}

long long scenario_gpu_number(unsigned gpu, const char *key, long long otherwise)
{
    char name[MAX_LINE];
    gpu_key(gpu, key, name);
    return scenario_number(name, otherwise);
}

bool scenario_gpu_has(unsigned gpu, const char *key)
{
    char name[MAX_LINE], text[MAX_LINE];
    gpu_key(gpu, key, name);
    scenario_text(name, "", text, sizeof text);
    return text[0] != 0;
}

void scenario_gpu_text(unsigned gpu, const char *key, const char *otherwise, char *out, unsigned length)
{
    char name[MAX_LINE];
    gpu_key(gpu, key, name);
    scenario_text(name, otherwise, out, length);
}

bool scenario_lists(const char *key, const char *value)
{
    bool found = false;
    pthread_mutex_lock(&gate);
    for (unsigned line = 0; line < lines && !found; line++) {
        found = strcmp(keys[line], key) == 0 && strcmp(values[line], value) == 0;
    }
    pthread_mutex_unlock(&gate);
    return found;
}

static unsigned long long type_of(const char *name)
{
    static const struct { const char *name; unsigned long long bit; } types[] = {
        {"sbe", 0x1}, {"dbe", 0x2}, {"xid", 0x8}, {"sbe_storm", 0x200}, {"dram_retirement", 0x400},
        {"dram_retirement_failure", 0x800}, {"poison", 0x1000}, {"fatal_poison", 0x2000},
        {"unavailable", 0x4000}, {"recovery_action", 0x8000},
    };
    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, name) == 0) {
            return types[i].bit;
        }
    }
    return strtoull(name, NULL, 0);
}

static const char *event_line(unsigned number)
{
    for (unsigned line = 0; line < lines; line++) {
        if (strcmp(keys[line], "event") == 0 && number-- == 0) {
            return values[line];
        }
    }
    return NULL;
}

void scenario_forget_events(void)
{
    pthread_mutex_lock(&gate);
    while (event_line(events_given)) {
        events_given++;
    }
    pthread_mutex_unlock(&gate);
}

/* "3,xid,48": GPU, type, data. */
bool scenario_next_event(scenario_event *event)
{
    char type[64];
    bool found = false;
    pthread_mutex_lock(&gate);
    const char *text;
    while (!found && (text = event_line(events_given)) != NULL) {
        events_given++;
        event->data = 0;
        if (sscanf(text, "%u,%63[^,],%llu", &event->gpu, type, &event->data) >= 2) {
            event->type = type_of(type);
            found = true;
        }
    }
    pthread_mutex_unlock(&gate);
    return found;
}
