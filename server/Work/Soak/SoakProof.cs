using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.Soak;

/// <summary>Whether the diagnostic passed, by what the agent read back of it. Pure. A check that the Host does not have counts for nothing; one that
/// it has must have passed to its end.</summary>
internal static class SoakProof
{
    public const uint Level = 3;

    private static readonly string[] Checks = [DiagnosticWords.Dcgmi, DiagnosticWords.CudaCheck];

    public static WorkProof Judge(IReadOnlyDictionary<string, string> answer)
    {
        if (answer.GetValueOrDefault(DiagnosticWords.Level) is var level && level != $"{Level}")
        {
            return WorkProof.Never($"the diagnostic ran at {(string.IsNullOrEmpty(level) ? "no level that the agent tells" : $"level {level}")}, and level {Level} was ordered");
        }

        var run = Checks.Select(check => (Check: check, Word: answer.GetValueOrDefault(check, "")))
            .Where(told => told.Word is not (DiagnosticWords.NotInstalled or DiagnosticWords.BuiltWithoutCuda)).ToList();
        return run.FirstOrDefault(told => told.Word != DiagnosticWords.Passed) switch
        {
            { Check: { } check, Word.Length: 0 } => WorkProof.Never($"the agent says nothing of {check}"),
            { Check: { } check, Word: var word } => WorkProof.Never($"{check}: {word}"),
            _ when run.Count == 0 => WorkProof.Never("the host has neither NVIDIA's diagnostic nor a CUDA check that was built with CUDA, so that nothing was tested"),
            _ => WorkProof.Proven,
        };
    }
}
