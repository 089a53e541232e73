using System.Collections.Concurrent;
using System.Text;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>NVML as values. A missing library or entry point is an answer like any other; an absent function is asked for once
/// and then remembered.</summary>
internal sealed class NvmlLibrary
{
    private const int LongestText = 96;
    private readonly ConcurrentDictionary<string, bool> missing = new();
    private readonly ConcurrentBag<GpmBuffers> gpmBuffers = [];

    internal delegate NvmlReturn Query<T>(nint device, out T value);

    internal delegate NvmlReturn Query<TAsked, T>(nint device, TAsked asked, out T value);

    internal delegate NvmlReturn TextQuery(nint device, ref byte text, uint length);

    /// <summary>Functions that this driver's library lacks, as far as they were asked for.</summary>
    public IEnumerable<string> MissingFunctions => missing.Keys.Order(StringComparer.Ordinal);

    public NvmlAnswer<bool> Open() =>
        Ask("nvmlInit_v2", 0, static (nint _, out bool done) =>
        {
            done = true;
            return NvmlNative.Init();
        });

    public NvmlAnswer<bool> Close() =>
        Ask("nvmlShutdown", 0, static (nint _, out bool done) =>
        {
            done = true;
            return NvmlNative.Shutdown();
        });

    public NvmlAnswer<string> DriverVersion() =>
        AskText("nvmlSystemGetDriverVersion", 0, static (nint _, ref byte text, uint length) => NvmlNative.SystemGetDriverVersion(ref text, length));

    /// <summary>12080 is "12.8".</summary>
    public NvmlAnswer<string> CudaVersion() =>
        Ask("nvmlSystemGetCudaDriverVersion_v2", 0, static (nint _, out int version) => NvmlNative.SystemGetCudaDriverVersion(out version))
            .Map(static version => $"{version / 1000}.{version % 1000 / 10}");

    public NvmlAnswer<uint> DeviceCount() =>
        Ask("nvmlDeviceGetCount_v2", 0, static (nint _, out uint count) => NvmlNative.DeviceGetCount(out count));

    public NvmlAnswer<NvmlDevice> Device(uint index)
    {
        var handle = Ask("nvmlDeviceGetHandleByIndex_v2", (nint)index, static (nint index, out nint device) =>
            NvmlNative.DeviceGetHandleByIndex((uint)index, out device));
        return handle.Map(device => new NvmlDevice(this, device));
    }

    /// <summary>Empty where the process is gone or not ours to see.</summary>
    public string ProcessName(uint processId) =>
        AskText("nvmlSystemGetProcessName", (nint)processId, static (nint id, ref byte text, uint length) =>
            NvmlNative.SystemGetProcessName((uint)id, ref text, length)) is { IsOk: true } answer ? answer.Value! : "";

    /// <summary>For one GPU; given back when the GPU is no longer read.</summary>
    public NvmlAnswer<GpmBuffers> GpmBuffers()
    {
        if (gpmBuffers.TryTake(out var free))
        {
            return new(NvmlOutcome.Ok, free, "");
        }

        var older = GpmSample();
        var newer = older.IsOk ? GpmSample() : older;
        return newer.Map(sample => new GpmBuffers(older.Value, sample));
    }

    public void GiveBack(GpmBuffers buffers) => gpmBuffers.Add(buffers);

    internal NvmlAnswer<T> Ask<T>(string function, nint device, Query<T> query) =>
        Ask(function, device, query, static (nint device, Query<T> query, out T value) => query(device, out value));

    /// <param name="asked">What the query needs besides the device: handed on, so that a query captures nothing and costs no
    /// memory each second.</param>
    internal NvmlAnswer<T> Ask<TAsked, T>(string function, nint device, TAsked asked, Query<TAsked, T> query)
    {
        if (missing.ContainsKey(function))
        {
            return Missing<T>(function);
        }

        try
        {
            var code = query(device, asked, out var value);
            return code == NvmlReturn.Success ? new(NvmlOutcome.Ok, value, "") : Fault<T>(function, code);
        }
        catch (EntryPointNotFoundException)
        {
            return Fault<T>(function, NvmlReturn.FunctionNotFound);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return new(NvmlOutcome.DriverGone, default, $"no NVIDIA driver: {NvmlNative.Library} cannot be loaded");
        }
    }

    internal NvmlAnswer<string> AskText(string function, nint device, TextQuery query)
    {
        return Ask<string>(function, device, Read);

        NvmlReturn Read(nint handle, out string text)
        {
            Span<byte> buffer = stackalloc byte[LongestText];
            buffer.Clear();
            var code = query(handle, ref buffer[0], LongestText);
            var end = buffer.IndexOf((byte)0);
            text = Encoding.ASCII.GetString(end < 0 ? buffer : buffer[..end]);
            return code;
        }
    }

    internal static NvmlOutcome OutcomeOf(NvmlReturn code) => code switch
    {
        NvmlReturn.Success => NvmlOutcome.Ok,
        NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound or NvmlReturn.ArgumentVersionMismatch
            or NvmlReturn.Deprecated => NvmlOutcome.NotSupported,
        NvmlReturn.GpuIsLost => NvmlOutcome.Lost,
        NvmlReturn.Uninitialized or NvmlReturn.DriverNotLoaded or NvmlReturn.LibraryNotFound
            or NvmlReturn.LibraryVersionMismatch => NvmlOutcome.DriverGone,
        _ => NvmlOutcome.Failed,
    };

    private NvmlAnswer<nint> GpmSample() => Ask("nvmlGpmSampleAlloc", 0, static (nint _, out nint sample) => NvmlNative.GpmSampleAlloc(out sample));

    private static NvmlAnswer<T> Missing<T>(string function) =>
        new(NvmlOutcome.NotSupported, default, $"{function}: the driver has no such function");

    private NvmlAnswer<T> Fault<T>(string function, NvmlReturn code)
    {
        if (code == NvmlReturn.FunctionNotFound)
        {
            missing[function] = true;
            return Missing<T>(function);
        }

        return new(OutcomeOf(code), default, $"{function}: {Words(code)}");
    }

    private static string Words(NvmlReturn code) => code switch
    {
        NvmlReturn.Uninitialized => "NVML is not initialized (driver reloaded?)",
        NvmlReturn.NotSupported => "not supported",
        NvmlReturn.NoPermission => "no permission",
        NvmlReturn.DriverNotLoaded => "the NVIDIA driver is not loaded",
        NvmlReturn.IrqIssue => "the kernel found an interrupt problem with the GPU",
        NvmlReturn.CorruptedInforom => "the infoROM is corrupted",
        NvmlReturn.GpuIsLost => "GPU is lost",
        NvmlReturn.ResetRequired => "the GPU requires a reset",
        NvmlReturn.OperatingSystem => "the operating system blocks access to the GPU",
        NvmlReturn.LibraryVersionMismatch => "driver and library have different versions",
        _ => $"NVML error {(int)code} ({code})",
    };
}
