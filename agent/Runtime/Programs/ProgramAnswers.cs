namespace SovereignFleet.Agent.Runtime.Programs;

/// <summary>Tells what a program's end means. Pure.</summary>
internal static class ProgramAnswers
{
    private const int LongestReason = 600;

    /// <summary>Null: it ended with 0. Else why not, in the last lines that it wrote.</summary>
    public static string? WhyFailed(string program, ProgramResult result) => result switch
    {
        { Failure: { } failure } => failure,
        { ExitCode: 0 } => null,
        _ => $"{program} ended with {result.ExitCode}: {Words(result)}",
    };

    /// <summary>What it wrote, in one line.</summary>
    public static string Words(ProgramResult result)
    {
        var said = result.Errors.Trim() is { Length: > 0 } errors ? errors : result.Output.Trim();
        var line = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line switch
        {
            "" => "it said nothing",
            { Length: > LongestReason } => line[..LongestReason] + "...",
            _ => line,
        };
    }
}
