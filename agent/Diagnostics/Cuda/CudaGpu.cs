using System.Diagnostics;
using ManagedCuda;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Cuda;

/// <summary>One GPU, by ManagedCuda and the kernels of Kernels/kernels.cu.</summary>
internal sealed class CudaGpu : IGpu
{
    private const long BlockBytes = 1L << 30;
    private const int MostFaults = 16;
    private const uint ThreadsOfBlock = 256;
    private const uint Blocks = 4096;

    private readonly PrimaryContext context;
    private readonly CudaKernel fill;
    private readonly CudaKernel verify;
    private readonly CudaKernel compute;
    private readonly List<CudaDeviceVariable<uint>> blocks = [];

    public CudaGpu(GpuIdentity identity)
    {
        Identity = identity;
        context = new PrimaryContext(identity.Index);
        context.SetCurrent();
        var kernels = KernelText();
        fill = Load(kernels, "fill");
        verify = Load(kernels, "verify");
        compute = Load(kernels, "compute");
    }

    public GpuIdentity Identity { get; }

    public long FreeBytes => CudaLibrary.Guard("read the free memory", () => (long)(ulong)context.GetFreeDeviceMemorySize());

    public long Reserve(long bytes)
    {
        var reserved = 0L;
        while (reserved < bytes && TryReserve(Math.Min(BlockBytes, bytes - reserved)) is { } block)
        {
            blocks.Add(block);
            reserved += (long)(ulong)block.SizeInBytes;
        }

        return reserved;
    }

    public void Fill(MemoryPattern pattern, int step) => CudaLibrary.Guard("write memory", () => ForEachBlock((block, first) =>
        fill.Run(block.DevicePointer, (ulong)block.Size, (ulong)first, (uint)pattern, (uint)step)));

    public MemoryFaults Verify(MemoryPattern pattern, int step) => CudaLibrary.Guard("read memory", () =>
    {
        using var found = new CudaDeviceVariable<ulong>(1 + (2 * MostFaults));
        found.Memset(0u);
        ForEachBlock((block, first) => verify.Run(block.DevicePointer, (ulong)block.Size, (ulong)first, (uint)pattern, (uint)step, found.DevicePointer));
        ulong[] words = found;
        var listed = (int)Math.Min(words[0], MostFaults);
        return new MemoryFaults((long)words[0], [.. Enumerable.Range(0, listed).Select(slot =>
            new MemoryFault((long)words[1 + (2 * slot)], (uint)(words[2 + (2 * slot)] >> 32), (uint)words[2 + (2 * slot)]))]);
    });

    public void Release()
    {
        blocks.ForEach(block => block.Dispose());
        blocks.Clear();
    }

    public uint[] Compute(int threads, int seeds, int rounds) => CudaLibrary.Guard("compute", () =>
    {
        using var results = new CudaDeviceVariable<uint>(threads);
        compute.Run(results.DevicePointer, (ulong)threads, (uint)seeds, (uint)rounds);
        return (uint[])results;
    });

    public CopyTime Copy(CopyDirection direction, int bytes) => CudaLibrary.Guard("copy", () =>
    {
        using var here = new CudaPageLockedHostMemory<uint>(bytes / sizeof(uint));
        using var there = new CudaDeviceVariable<uint>(bytes / sizeof(uint));
        using var beside = new CudaDeviceVariable<uint>(bytes / sizeof(uint));
        var (place, goal) = (here.PinnedHostPointer, direction == CopyDirection.DeviceToDevice ? beside : there);
        Write(here, bytes);
        var seconds = direction == CopyDirection.HostToDevice ? Timed(() => there.CopyToDevice(place)) : 0;
        there.CopyToDevice(place);
        seconds = direction == CopyDirection.DeviceToDevice ? Timed(() => beside.CopyToDevice(there)) : seconds;
        Clear(here, bytes);
        var back = Timed(() => goal.CopyToHost(place));
        return new CopyTime(direction == CopyDirection.DeviceToHost ? back : seconds, IsIntact(here, bytes));
    });

    public void Dispose()
    {
        Release();
        context.Dispose();
    }

    private static byte[] KernelText()
    {
        using var text = typeof(CudaGpu).Assembly.GetManifestResourceStream("kernels.ptx")!;
        using var copy = new MemoryStream();
        text.CopyTo(copy);
        copy.WriteByte(0); // the driver reads to the first zero
        return copy.ToArray();
    }

    private static unsafe Span<uint> Words(CudaPageLockedHostMemory<uint> memory, int bytes) => new((void*)memory.PinnedHostPointer, bytes / sizeof(uint));

    private static void Write(CudaPageLockedHostMemory<uint> memory, int bytes)
    {
        var words = Words(memory, bytes);
        for (var place = 0; place < words.Length; place++)
        {
            words[place] = PatternWords.At(MemoryPattern.Address, 0, place);
        }
    }

    private static void Clear(CudaPageLockedHostMemory<uint> memory, int bytes) => Words(memory, bytes).Clear();

    private static bool IsIntact(CudaPageLockedHostMemory<uint> memory, int bytes)
    {
        var words = Words(memory, bytes);
        for (var place = 0; place < words.Length; place++)
        {
            if (words[place] != PatternWords.At(MemoryPattern.Address, 0, place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The second time: the first one pays for what the driver prepares.</summary>
    private double Timed(Action copy)
    {
        copy();
        using var start = new CudaEvent();
        using var end = new CudaEvent();
        context.Synchronize();
        start.Record();
        copy();
        end.Record();
        end.Synchronize();
        return CudaEvent.ElapsedTime(start, end) / 1e3;
    }

    private CudaKernel Load(byte[] kernels, string name)
    {
        var kernel = context.LoadKernelPTX(kernels, name);
        kernel.BlockDimensions = ThreadsOfBlock;
        kernel.GridDimensions = Blocks;
        return kernel;
    }

    /// <summary>Null: there is no more, or not in one piece.</summary>
    private static CudaDeviceVariable<uint>? TryReserve(long bytes)
    {
        try
        {
            return bytes < sizeof(uint) ? null : new CudaDeviceVariable<uint>(bytes / sizeof(uint));
        }
        catch (CudaException full) when (full.CudaError == ManagedCuda.BasicTypes.CUResult.ErrorOutOfMemory)
        {
            return null;
        }
    }

    private int ForEachBlock(Action<CudaDeviceVariable<uint>, long> act)
    {
        var first = 0L;
        foreach (var block in blocks)
        {
            act(block, first);
            first += (long)(ulong)block.Size;
        }

        context.Synchronize();
        return blocks.Count;
    }
}
