using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>One GPU as NVML sees it: what moves from second to second. The handle stays in here and in the parts beside it; it is
/// void once the library was closed. Nothing here allocates where the GPU answers: it runs each second.</summary>
internal sealed class NvmlDevice(NvmlLibrary library, nint handle)
{
    private const uint GpuDie = 0;
    private const uint SmClock = 1;
    private const uint MemoryClock = 2;

    internal nint Handle => handle;

    public NvmlIdentity Identity { get; } = new(library, handle);

    public NvmlHealth Health { get; } = new(library, handle);

    public NvmlActivity Activity { get; } = new(library, handle);

    public NvmlInstances Instances { get; } = new(library, handle);

    /// <summary>What a function tells that asks for nothing but the GPU: its declaration is all that it needs.</summary>
    public NvmlAnswer<T> Ask<T>(string function, NvmlLibrary.Query<T> query) => library.Ask(function, handle, query);

    public NvmlAnswer<uint> Temperature() => library.Ask("nvmlDeviceGetTemperature", handle, static (nint device, out uint celsius) =>
        NvmlNative.DeviceGetTemperature(device, GpuDie, out celsius));

    /// <summary>T.Limit: degrees to the slowdown, signed.</summary>
    public NvmlAnswer<int> TemperatureMargin() =>
        library.Ask("nvmlDeviceGetMarginTemperature", handle, static (nint device, out int celsius) =>
        {
            var margin = new NvmlLayouts.Margin { StructVersion = NvmlLayouts.Version<NvmlLayouts.Margin>(1) };
            var code = NvmlNative.DeviceGetMarginTemperature(device, ref margin);
            celsius = margin.Celsius;
            return code;
        });

    /// <summary>Tells apart what the driver reserves.</summary>
    public NvmlAnswer<NvmlLayouts.Memory2> Memory2() =>
        library.Ask("nvmlDeviceGetMemoryInfo_v2", handle, static (nint device, out NvmlLayouts.Memory2 memory) =>
        {
            memory = new NvmlLayouts.Memory2 { StructVersion = NvmlLayouts.Version<NvmlLayouts.Memory2>(2) };
            return NvmlNative.DeviceGetMemoryInfo2(device, ref memory);
        });

    /// <summary>Counts what the driver reserves as used.</summary>
    public NvmlAnswer<NvmlLayouts.Memory> Memory() =>
        library.Ask<NvmlLayouts.Memory>("nvmlDeviceGetMemoryInfo", handle, NvmlNative.DeviceGetMemoryInfo);

    public NvmlAnswer<uint> SmClockMegahertz() => Clock(SmClock);

    public NvmlAnswer<uint> MemoryClockMegahertz() => Clock(MemoryClock);

    public NvmlAnswer<uint> EncoderUtilization() => library.Ask("nvmlDeviceGetEncoderUtilization", handle, static (nint device, out uint percent) =>
        NvmlNative.DeviceGetEncoderUtilization(device, out percent, out _));

    public NvmlAnswer<uint> DecoderUtilization() => library.Ask("nvmlDeviceGetDecoderUtilization", handle, static (nint device, out uint percent) =>
        NvmlNative.DeviceGetDecoderUtilization(device, out percent, out _));

    /// <summary>The first <paramref name="count"/> fields in one call; each has an answer of its own in its place.</summary>
    public NvmlAnswer<bool> Fields(NvmlLayouts.FieldValue[] values, int count) =>
        library.Ask("nvmlDeviceGetFieldValues", handle, (values, count), static (nint device, (NvmlLayouts.FieldValue[] Values, int Count) asked, out bool done) =>
        {
            done = true;
            return NvmlNative.DeviceGetFieldValues(device, asked.Count, ref asked.Values[0]);
        });

    /// <summary>One field by itself: for what is asked seldom.</summary>
    public NvmlAnswer<long> Field(NvmlField field) => One(field).Map(static value => NvmlFieldValues.Answer(value).Value);

    /// <summary>A margin that may be negative.</summary>
    public NvmlAnswer<int> SignedField(NvmlField field) => One(field).Map(static value => NvmlFieldValues.Signed(value.Value));

    private NvmlAnswer<NvmlLayouts.FieldValue> One(NvmlField field)
    {
        NvmlLayouts.FieldValue[] one = [new() { FieldId = (uint)field }];
        var answer = Fields(one, 1);
        if (!answer.IsOk)
        {
            return new(answer.Outcome, default, answer.Reason);
        }

        var told = NvmlFieldValues.Answer(one[0]);
        return new(told.Outcome, one[0], told.Reason);
    }

    private NvmlAnswer<uint> Clock(uint clock) => library.Ask("nvmlDeviceGetClockInfo", handle, clock, static (nint device, uint clock, out uint megahertz) =>
        NvmlNative.DeviceGetClockInfo(device, clock, out megahertz));
}
