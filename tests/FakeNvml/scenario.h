/* The scenario file: what the stand-in's GPUs read, and what goes wrong. See README.md for the keys. */
#ifndef FAKE_NVML_SCENARIO_H
#define FAKE_NVML_SCENARIO_H

#include <stdbool.h>

typedef struct {
    unsigned gpu;
    unsigned long long type;
    unsigned long long data;
} scenario_event;

/* Re-reads the file if it has changed. Each function of NVML does so once, as it is entered. All here are safe from any thread. */
void scenario_refresh(void);
/* Sleeps until the file is written to, at most so long: who waits for an event costs nothing, as with the real library. */
void scenario_wait(int milliseconds);

long long scenario_number(const char *key, long long otherwise);
long long scenario_gpu_number(unsigned gpu, const char *key, long long otherwise);
bool scenario_gpu_has(unsigned gpu, const char *key);
void scenario_gpu_text(unsigned gpu, const char *key, const char *otherwise, char *out, unsigned length);
void scenario_text(const char *key, const char *otherwise, char *out, unsigned length);

/* True where the file has a line "key=value"; a key may stand more than once ("missing=", "hang="). */
bool scenario_lists(const char *key, const char *value);

/* Events that stand in the file now are history: only lines that are appended later come out of scenario_next_event. */
void scenario_forget_events(void);
bool scenario_next_event(scenario_event *event);

#endif
