using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Hosting.Destinations;

namespace SovereignFleet.Server.Service.Targets.Slurm;

/// <summary>Slurm by scontrol and squeue. A drained node starts no job; those that run go on to their end. What another tool or a person has drained,
/// by its reason, is left to them.</summary>
internal sealed class SlurmTarget(SlurmOptions options, AllowedDestinations destinations) : IDrainTarget
{
    private readonly SlurmProgram program = new(options, destinations);

    public string Name => "slurm";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) => PlugInSettings.Judge<SlurmSettings>(settings, read => read.Faults(options));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        if (Cluster(server, out var fault) is not { } cluster)
        {
            return TargetReading.Unknown(fault);
        }

        // A node is IDLE though jobs are suspended on it, and jobs of others may be hidden from us though it is not: only both together tell.
        var showing = ShowAsync(cluster, server.Name, cancellationToken);
        var queue = await program.RunAsync(
            cluster, "squeue", ["--all", "--noheader", $"--nodelist={server.Name}", "--states=all", "--format=%i %T"], cancellationToken);
        var shown = await showing;
        return new TargetReading([
            SlurmNode.Parse(shown.Text) is not { } node || !shown.Succeeded ? NotRead(cluster, server.Name, shown)
            : queue.Succeeded ? Read(cluster, server.Name, node, SlurmNode.JobsIn(queue.Text))
            : NotRead(cluster, server.Name, queue)]);
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) =>
        UpdateAsync(server, node => node.IsDrained ? null : ["state=drain", $"reason={node.ReasonOfDrain}"], cancellationToken);

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        UpdateAsync(server, node => node.IsOurs && !leave.Contains(Endpoint(PlugInSettings.Read<SlurmSettings>(server.Settings).Settings!.Cluster)) ? node.GivenBack : null, cancellationToken);

    private static EndpointReading Read(string cluster, string server, SlurmNode node, IReadOnlyList<string> jobs)
    {
        var sessions = Math.Max(jobs.Count, node.IsBusy ? 1 : 0);
        var what = jobs.Count > 0 ? $"{jobs.Count} jobs ({string.Join(", ", jobs.Take(5))}{(jobs.Count > 5 ? ", ..." : "")})"
            : sessions > 0 ? "a job that is not shown to us"
            : "no job";
        return new EndpointReading(
            Endpoint(cluster), node.IsDrained ? EndpointState.Drained : EndpointState.Taking, sessions,
            $"{node.Theirs ?? node.Down ?? (node.IsDrained ? "starts no job" : "starts jobs")}, {what} on it")
        {
            Server = server,
            Down = node.Down,
            Theirs = node.Theirs,
            RunsTheWork = true,
        };
    }

    // "Node nope not found"; else: "slurm_load_node error: Unable to contact slurm controller (connect failure)".
    private static EndpointReading NotRead(string cluster, string server, SlurmAnswer answer) =>
        new(Endpoint(cluster), answer.Text.Contains("not found", StringComparison.Ordinal) ? EndpointState.Missing : EndpointState.Unreachable, 0, answer.LastLine)
        {
            Server = server,
            RunsTheWork = true,
        };

    private static string Endpoint(string cluster) => $"slurm:{cluster}";

    private Task<SlurmAnswer> ShowAsync(string cluster, string server, CancellationToken cancellationToken) =>
        program.RunAsync(cluster, "scontrol", ["--oneliner", "show", "node", server], cancellationToken);

    /// <param name="changes">What to tell, by how the node is now; null: nothing.</param>
    private async Task<string?> UpdateAsync(TargetServer server, Func<SlurmNode, string[]?> changes, CancellationToken cancellationToken)
    {
        if (Cluster(server, out var fault) is not { } cluster)
        {
            return fault;
        }

        var shown = await ShowAsync(cluster, server.Name, cancellationToken);
        if (SlurmNode.Parse(shown.Text) is not { } node || !shown.Succeeded)
        {
            return $"{Endpoint(cluster)}: {shown.LastLine}";
        }

        if (changes(node) is not { } told)
        {
            return null;
        }

        var answer = await program.RunAsync(cluster, "scontrol", ["update", $"nodename={server.Name}", .. told], cancellationToken);
        return answer.Succeeded ? null : $"{Endpoint(cluster)}: {answer.LastLine}";
    }

    /// <returns>Null: nothing is run; <paramref name="fault"/> names what to correct.</returns>
    private string? Cluster(TargetServer server, out string fault)
    {
        var reading = PlugInSettings.Read<SlurmSettings>(server.Settings);
        fault = !SlurmSettings.IsNode(server.Name) ? $"'{server.Name}' is no name of one Slurm node"
            : reading.Settings is { } settings ? string.Join(" ", settings.Faults(options).Select(unfit => unfit.At("targetSettings")))
            : reading.Sentence("targetSettings");
        return fault.Length == 0 ? reading.Settings!.Cluster : null;
    }
}
