using System.Buffers;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>Decides whether a command is one at all: it has an id by which it is known again, an end, and its arguments in the one spelling
/// that everything is compared in. Pure.</summary>
internal static class CommandForm
{
    /// <summary>The server gives ten minutes. What reaches further is no command of it, and must not be kept by anybody for later; the rest
    /// is for two clocks that differ.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromHours(1);

    private static readonly string[] Prefixes = ["GPU-", "MIG-"];
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef-");

    /// <summary>Null: it is. Else what it lacks.</summary>
    /// <param name="gpus">The GPUs that its action names.</param>
    public static string? WhyMalformed(Command command, IEnumerable<string> gpus, DateTimeOffset now) =>
        WhyNoId(command.Id) ?? WhyNoEnd(command.ExpiresAt, now) ?? gpus.Select(WhyNoGpu).FirstOrDefault(why => why is not null);

    private static string? WhyNoId(string id) => id.Length == 0
        ? "the command has no id: it could not be known again when it comes twice"
        : Guid.TryParseExact(id, "D", out var parsed) && parsed != Guid.Empty && parsed.ToString("D") == id
            ? null
            : "the command's id is no UUID in lower case with hyphens";

    private static string? WhyNoEnd(Timestamp? expires, DateTimeOffset now)
    {
        if (expires is null)
        {
            return "the command has no expires_at: it could be kept and sent at any time";
        }

        // Not as a DateTimeOffset: what was sent need not be one.
        var ahead = (decimal)expires.Seconds - now.ToUnixTimeSeconds();
        return ahead > (decimal)Furthest.TotalSeconds
            ? $"the command expires {ahead:F0} s from now by this Host's clock, which says {now:u}; at most {Furthest.TotalSeconds:F0} s are taken"
            : ahead <= 0
            ? $"the command expired {-ahead:F0} s ago; this Host's clock says {now:u}"
            : null;
    }

    private static string? WhyNoGpu(string uuid) =>
        Prefixes.Any(prefix => uuid.StartsWith(prefix, StringComparison.Ordinal) && uuid.Length > prefix.Length)
        && !uuid.AsSpan("GPU-".Length).ContainsAnyExcept(Hexadecimal)
            ? null
            : "a GPU of the command is not named by its UUID in lower case, as GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";
}
