using System.Globalization;

namespace SovereignFleet.Simulator.Faults;

/// <summary>One line of an operator who breaks something on purpose: "gpu-yul1-01 3 xid79".</summary>
internal sealed record FaultOrder(string Host, int Gpu, FaultKind Kind)
{
    public static FaultOrder? Parse(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var host, var gpu, var kind]
        && int.TryParse(gpu, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && Enum.TryParse<FaultKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
        && Enum.IsDefined(parsed)
            ? new FaultOrder(host, index, parsed)
            : null;
}

internal enum FaultKind
{
    Ecc,
    Xid79,
    Overheat,
    RemapPending,
    AgentSilent,
    Clear,
}
