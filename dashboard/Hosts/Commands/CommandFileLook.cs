using System.Globalization;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>How far a file that a command made has come, in words.</summary>
internal static class CommandFileLook
{
    public static string Words(CommandFile file) => file switch
    {
        { State: CommandFileState.Broken } => "came broken",
        { State: not CommandFileState.Complete } => string.Create(CultureInfo.InvariantCulture, $"{file.Received * 100 / Math.Max(1, file.Size)} % of {file.Size / 1024} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, file.Size / 1024)} KiB"),
    };
}
