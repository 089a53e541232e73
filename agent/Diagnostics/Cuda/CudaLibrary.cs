using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ManagedCuda;
using ManagedCuda.BasicTypes;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Cuda;

/// <summary>Finds the driver's library, and makes values of what may go wrong with it.</summary>
internal static class CudaLibrary
{
    /// <summary>ManagedCuda sets its own resolver (and throws where another was set), which looks for libcuda.so; a host without the
    /// development files has libcuda.so.1 alone. This is asked after that resolver found nothing.</summary>
    public static void BeFindable() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += static (_, name) =>
        name is "nvcuda" or "libcuda" && NativeLibrary.TryLoad("libcuda.so.1", out var library) ? library : 0;

    public static T Guard<T>(string what, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (CudaException full) when (full.CudaError == CUResult.ErrorOutOfMemory)
        {
            throw new GpuFault($"{what}: too little of the GPU's memory is free: is a process at work on it?", full) { SaysNothingOfTheGpu = true };
        }
        catch (CudaException refused)
        {
            throw new GpuFault($"{what}: CUDA says {refused.CudaError}", refused);
        }
        catch (DllNotFoundException none)
        {
            throw new GpuFault($"{what}: this host has no libcuda.so.1 that can be loaded: is the NVIDIA driver installed?", none) { SaysNothingOfTheGpu = true };
        }
        catch (Exception unfit) when (unfit is EntryPointNotFoundException or TypeInitializationException)
        {
            throw new GpuFault($"{what}: the NVIDIA driver's libcuda.so.1 does not fit: {(unfit.InnerException ?? unfit).Message}", unfit) { SaysNothingOfTheGpu = true };
        }
    }
}
