using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>What XIDs 63 and 64 say of the row remapper. Pure.</summary>
internal static class RowRemapText
{
    // Row Remapper: New row marked for remapping, reset gpu to activate.      Row remapping pending
    // Row remapping event: Rows 0x1a and 0x2b have been remapped on GPU 00000000:04:00.0
    // Row remapping failure       Failed to persist row remap table
    public static void Read(string message, Event happened)
    {
        var state = StateOf(message);
        if (state is not null)
        {
            happened.Detail["row_remap"] = state;
        }
    }

    private static string? StateOf(string message)
    {
        if (!Has("remap"))
        {
            return null;
        }

        return Has("fail") ? "failure"
            : Has("pending") || Has("marked for remapping") ? "pending"
            : Has("have been remapped") || Has("remapped") ? "remapped"
            : null;

        bool Has(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
