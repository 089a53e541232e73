// The kernels of SovereignFleet's CUDA check. kernels.ptx is made of this file by build.sh, which needs clang and no CUDA.
// Compiled for the host too (-DON_HOST): the tests run the very same code there and compare it with the C# reference.

typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef ON_HOST
#include <math.h>
#define KERNEL
#define DEVICE static
static u64 first_index(void) { return 0; }
static u64 stride(void) { return 1; }
extern "C" {
#else
#define KERNEL __attribute__((global))
#define DEVICE static __attribute__((device))
DEVICE u64 first_index(void) { return (u64)__nvvm_read_ptx_sreg_ctaid_x() * __nvvm_read_ptx_sreg_ntid_x() + __nvvm_read_ptx_sreg_tid_x(); }
DEVICE u64 stride(void) { return (u64)__nvvm_read_ptx_sreg_nctaid_x() * __nvvm_read_ptx_sreg_ntid_x(); }
extern "C" {
#endif

#define MOST_FAULTS 16

// The word that a pattern puts at a place. MemoryPattern.cs numbers the patterns; PatternWords.cs says the same in C#.
DEVICE u32 word_of(u32 pattern, u32 step, u64 place)
{
    switch (pattern) {
    case 0: return 1u << (u32)((place + step) & 31);
    case 1: return (u32)place ^ ((u32)(place >> 32) * 0x9E3779B9u);
    case 2: return (place & 1) != 0 ? 0xAAAAAAAAu : 0x55555555u;
    default: return (place & 1) != 0 ? 0x55555555u : 0xAAAAAAAAu;
    }
}

KERNEL void fill(u32 *memory, u64 words, u64 first, u32 pattern, u32 step)
{
    for (u64 i = first_index(); i < words; i += stride())
        memory[i] = word_of(pattern, step, first + i);
}

// faults: [0] how many; then pairs of place and (expected << 32 | found), MOST_FAULTS at most.
KERNEL void verify(const u32 *memory, u64 words, u64 first, u32 pattern, u32 step, u64 *faults)
{
    for (u64 i = first_index(); i < words; i += stride()) {
        u32 expected = word_of(pattern, step, first + i);
        u32 found = *(const volatile u32 *)&memory[i];
        if (found != expected) {
            u64 slot = __atomic_fetch_add(&faults[0], 1, __ATOMIC_RELAXED);
            if (slot < MOST_FAULTS) {
                faults[1 + 2 * slot] = first + i;
                faults[2 + 2 * slot] = (u64)expected << 32 | found;
            }
        }
    }
}

// Integer, single and double chains whose result is known to the last bit: each step is exact or correctly rounded.
DEVICE u32 chain(u32 seed, u32 rounds)
{
    u32 whole = seed * 2654435761u + 1u;
    float single = (float)(seed & 1023u) * 0.0009765625f;
    double twice = (double)(seed & 1023u) * 0.0009765625;
    for (u32 round = 0; round < rounds; round++) {
        whole = whole * 1664525u + 1013904223u;
        whole ^= whole >> 13;
        single = __builtin_fmaf(single, 0.75f, (float)(whole & 255u) * 0.00390625f);
        twice = __builtin_fma(twice, 0.625, (double)(whole >> 24) * 0.00390625);
    }
    union { float value; u32 bits; } one = { single };
    union { double value; u64 bits; } two = { twice };
    return whole ^ one.bits ^ (u32)two.bits ^ (u32)(two.bits >> 32);
}

KERNEL void compute(u32 *results, u64 count, u32 seeds, u32 rounds)
{
    for (u64 i = first_index(); i < count; i += stride())
        results[i] = chain((u32)(i % seeds), rounds);
}

}
