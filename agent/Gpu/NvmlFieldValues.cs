namespace SovereignFleet.Agent.Gpu;

/// <summary>Turns a field's union into a number by the type that NVML names (nvmlValueType_t).</summary>
internal static class NvmlFieldValues
{
    public static NvmlAnswer<long> Answer(NvmlLayouts.FieldValue field)
    {
        var name = ((NvmlField)field.FieldId).ToString();
        var outcome = NvmlLibrary.OutcomeOf(field.Return);
        if (outcome != NvmlOutcome.Ok)
        {
            return new(outcome, 0, $"field {name}: NVML error {(int)field.Return} ({field.Return})");
        }

        return Number(field.ValueType, field.Value) is { } number
            ? new(NvmlOutcome.Ok, number, "")
            : new(NvmlOutcome.Failed, 0, $"field {name}: unknown value type {field.ValueType}");
    }

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
}
