using System.Text;
using SovereignFleet.Agent.Runtime.Programs;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>What ipmitool said to each of several commands that it ran in one session. Pure.</summary>
/// <param name="Failure">Null where the BMC answered at all.</param>
internal sealed record IpmiParts(IReadOnlyList<string> Texts, string Errors, string? Failure)
{
    private const string Mark = "=====part=====";

    /// <summary>Empty where the command said nothing: what it complained of is among the Errors.</summary>
    public string this[int command] => command < Texts.Count ? Texts[command] : "";

    public static IpmiParts None(string failure) => new([], "", failure);

    /// <summary>For "ipmitool exec FILE". Its own "echo" tells the parts apart.</summary>
    public static string Script(IEnumerable<string> commands)
    {
        var script = new StringBuilder();
        foreach (var command in commands)
        {
            script.Append("echo ").Append(Mark).Append('\n').Append(command).Append('\n');
        }

        return script.ToString();
    }

    public static IpmiParts Read(ProgramResult result)
    {
        if (result.Failure is not null)
        {
            return None(result.Failure);
        }

        // =====part=====         (with a blank behind it)
        // CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C
        // =====part=====
        // System Power         : on
        var texts = result.Output.Split(Mark).Skip(1).Select(text => text.TrimStart(' ')).Select(text => text.StartsWith('\n') ? text[1..] : text).ToArray();
        var failure = texts.Any(text => text.AsSpan().Trim().Length > 0) || result.ExitCode == 0 ? null : IpmiAnswers.Judge(result with { Output = "" }).Text;
        return new(texts, result.Errors, failure);
    }
}
