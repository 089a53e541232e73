using System.Globalization;
using System.Text.RegularExpressions;

namespace SovereignFleet.Server.Service.Targets.Slurm;

/// <summary>What "scontrol --oneliner show node" says of one node. Pure.
/// <code>NodeName=gpu01 Arch=x86_64 CPUAlloc=1 ... State=MIXED+DRAIN ThreadsPerCore=1 ... Reason=sovereignfleet: out of service by a drain [root@2026-11-29T06:40:14]</code></summary>
/// <param name="State">The base state: IDLE, MIXED, ALLOCATED, DOWN, ...</param>
/// <param name="Flags">DRAIN, NOT_RESPONDING, COMPLETING, ...</param>
/// <param name="Reason">Empty: none is given.</param>
/// <param name="By">Who gave the reason.</param>
internal sealed partial record SlurmNode(string State, IReadOnlySet<string> Flags, int Cpus, string Reason, string By)
{
    private const string Mark = "sovereignfleet:";
    private const string WasDown = "; it was down before: ";

    // What Slurm itself writes, and what it takes for its own word when the node answers again (ReturnToService=1).
    private const string NotResponding = "Not responding";

    // Of what has ended or has not begun. What we do not know runs.
    private static readonly HashSet<string> Elsewhere =
    [
        "PENDING", "COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE", "OUT_OF_MEMORY", "REVOKED", "SPECIAL_EXIT",
    ];

    public bool IsDrained => Flags.Contains("DRAIN") || Flags.Contains("FAIL") || State.StartsWith("DRAIN", StringComparison.Ordinal);

    public bool IsOurs => Flags.Contains("DRAIN") && Reason.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Something of a job is on it, whether we may see the job or not.</summary>
    public bool IsBusy => State is "ALLOCATED" or "MIXED" || Flags.Contains("COMPLETING") || Cpus > 0;

    /// <summary>Why it gets no jobs though nobody has drained it; null: it does.</summary>
    public string? Down =>
        IsDrained ? null
        : State is "DOWN" or "ERROR" or "UNKNOWN" or "FUTURE" ? $"{State} in Slurm{(Reason.Length > 0 ? $": {Reason}" : "")}"
        : Flags.Contains("NOT_RESPONDING") ? "not responding to Slurm"
        : Flags.FirstOrDefault(flag => flag is "MAINT" or "INVALID_REG" or "REBOOT_ISSUED") is { } flag ? $"{flag} in Slurm"
        : null;

    /// <summary>Whose it is, where it is drained and not by us.</summary>
    public string? Theirs => IsDrained && !IsOurs ? $"drained in Slurm by {(By.Length > 0 ? By : "somebody")}: {(Reason.Length > 0 ? Reason : "no reason given")}" : null;

    /// <summary>A node that was down before goes back to that: our drain proves nothing about why.</summary>
    public string ReasonOfDrain => $"{Mark} out of service by a drain{(State == "DOWN" && !Flags.Contains("NOT_RESPONDING") ? WasDown + (Reason.Length > 0 ? Reason : "no reason given") : "")}";

    /// <summary>How it is given back. "resume" would also lift what is no drain of ours, "undrain" leaves the state below as it is.</summary>
    public string[] GivenBack =>
        Reason.IndexOf(WasDown, StringComparison.Ordinal) is > 0 and var at ? ["state=undrain", $"reason={Reason[(at + WasDown.Length)..]}"]
        : !Flags.Contains("NOT_RESPONDING") ? ["state=resume"]
        : State == "DOWN" ? ["state=undrain", $"reason={NotResponding}"]
        : ["state=undrain"];

    /// <returns>Null: the text is none of it.</returns>
    public static SlurmNode? Parse(string text)
    {
        if (!text.StartsWith("NodeName=", StringComparison.Ordinal) || StateField().Match(text) is not { Success: true } state)
        {
            return null;
        }

        var parts = state.Groups["state"].Value.Split('+');
        var flags = parts.Skip(1).Select(Plain).ToHashSet(StringComparer.Ordinal);
        // Before 21.08: "IDLE*+DRAIN".
        if (parts[0].Contains('*', StringComparison.Ordinal))
        {
            flags.Add("NOT_RESPONDING");
        }

        var reason = ReasonField().Match(text);
        return new SlurmNode(
            Plain(parts[0]), flags, int.TryParse(CpuField().Match(text).Groups["cpus"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var cpus) ? cpus : 0,
            reason.Groups["reason"].Value, reason.Groups["by"].Value);
    }

    /// <summary>Of "squeue --noheader --states=all --format='%i %T'" the jobs that are on the node, suspended ones among them: their node may be IDLE.
    /// <code>17 RUNNING</code></summary>
    public static IReadOnlyList<string> JobsIn(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', 2)).Where(cells => cells.Length == 2 && !Elsewhere.Contains(cells[1])).Select(cells => cells[0])];

    private static string Plain(string text) => text.TrimEnd('*', '#', '~', '$', '@', '!', '%', '^', '-');

    [GeneratedRegex(@" State=(?<state>\S+)")]
    private static partial Regex StateField();

    [GeneratedRegex(@" CPUAlloc=(?<cpus>\d+)")]
    private static partial Regex CpuField();

    [GeneratedRegex(@" Reason=(?<reason>.*?) \[(?<by>[^@\]]+)@[^\]]+\]")]
    private static partial Regex ReasonField();
}
