using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>Turns a field's union into a number by the type that NVML names (nvmlValueType_t).</summary>
internal static class NvmlFieldValues
{
    public static NvmlAnswer<long> Answer(NvmlLayouts.FieldValue field)
    {
        var name = ((NvmlField)field.FieldId).ToString();
        var outcome = OutcomeOf(field.Return);
        if (outcome != NvmlOutcome.Ok)
        {
            return new(outcome, 0, $"field {name}: NVML error {(int)field.Return} ({field.Return})");
        }

        return Number(field.ValueType, field.Value) is { } number
            ? new(NvmlOutcome.Ok, number, "")
            : new(NvmlOutcome.Failed, 0, $"field {name}: unknown value type {field.ValueType}");
    }

    /// <summary>An id, or a link, that this driver does not know is refused as an invalid argument.</summary>
    public static NvmlOutcome OutcomeOf(NvmlReturn code) =>
        code == NvmlReturn.InvalidArgument ? NvmlOutcome.NotSupported : NvmlLibrary.OutcomeOf(code);

    /// <summary>NVML codes a bit error rate as mantissa (bits 8 to 11) times ten to the minus exponent (bits 0 to 7).</summary>
    public static long WorseErrorRate(long one, long other) => Rate(other) > Rate(one) ? other : one == 0 ? other : one;

    /// <summary>T.Limit margins are signed, whatever type the driver names: -2 may come as the unsigned 0xfffffffe.</summary>
    public static int Signed(ulong bits) => (int)(uint)bits;

    /// <summary>Only the bytes of the named member count: the rest of the union is whatever was there.</summary>
    public static long? Number(uint type, ulong bits) => type switch
    {
        0 => BitConverter.UInt64BitsToDouble(bits) is var number && double.IsFinite(number) ? (long)number : null,
        1 => (uint)bits,
        2 or 3 or 4 => (long)bits,
        5 => (int)bits,
        6 => (ushort)bits,
        _ => null,
    };

    private static double Rate(long coded) => (coded >> 8 & 0xf) * Math.Pow(10, -(coded & 0xff));
}
