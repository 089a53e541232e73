using System.ComponentModel;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.Slurm;

/// <summary>Slurm's own command line: it finds the controllers, proves who we are by munge and speaks the cluster's version.</summary>
internal sealed class SlurmProgram(SlurmOptions options, AllowedDestinations destinations)
{
    /// <summary>Of one command; a look is one of them, telling is another after a look.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<SlurmAnswer> RunAsync(string cluster, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var place = $"slurm:{cluster}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var environment = new Dictionary<string, string> { ["SLURM_CONF"] = options.Clusters[cluster], ["LC_ALL"] = "C" };
            var (exitCode, output) = await ProcessRunner.RunAsync([Path.Combine(options.Programs, program), .. arguments], environment, limit.Token);
            destinations.Note(place, exitCode == 0 ? null : output);
            return new SlurmAnswer(exitCode == 0, output);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            destinations.Note(place, $"{program}: no answer within {Patience.TotalSeconds:0} s");
            return new SlurmAnswer(false, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Win32Exception error)
        {
            destinations.Note(place, error.Message);
            return new SlurmAnswer(false, $"{program} cannot be run; the server's log says why");
        }
    }
}

/// <param name="Text">What it printed; where it failed, why.</param>
internal sealed record SlurmAnswer(bool Succeeded, string Text)
{
    /// <summary>The last line: what it tried before that is not why it failed.</summary>
    public string LastLine => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it failed and said nothing");
}
