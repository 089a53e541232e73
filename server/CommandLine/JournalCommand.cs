using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.CommandLine;

/// <summary>Exit code 0: intact; 3: not.</summary>
internal static class JournalCommand
{
    private const int NotIntact = 3;

    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var verdict = await services.GetRequiredService<JournalVerifier>().VerifyAsync(cancellationToken);
        Console.WriteLine(verdict.Sentence);
        return verdict.Intact ? 0 : NotIntact;
    }
}
