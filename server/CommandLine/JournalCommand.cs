using SovereignFleet.Server.Journal.Proof;

namespace SovereignFleet.Server.CommandLine;

/// <summary>Exit code 0: intact; 3: not.</summary>
internal static class JournalCommand
{
    private const int NotIntact = 3;

    /// <param name="against">A sink's copy of the checkpoints; null: none.</param>
    public static async Task<int> RunAsync(string? against, IServiceProvider services, CancellationToken cancellationToken)
    {
        var copy = against is null ? null : await File.ReadAllLinesAsync(against, cancellationToken);
        var verdict = await services.GetRequiredService<JournalVerifier>().VerifyAsync(copy, cancellationToken);
        Console.WriteLine(verdict.Sentence);
        return verdict.Intact ? 0 : NotIntact;
    }
}
