using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Service.Targets.Several;

/// <summary>More than one target for one Pool: balancers of two kinds, or a balancer and Slurm. All must confirm; each is asked at the same time, so
/// that all together take no longer than the slowest.</summary>
/// <param name="targets">Looked up when it is used: this one stands in the same table.</param>
internal sealed class SeveralTargets(Func<DrainTargets> targets) : IDrainTarget
{
    public string Name => "several";

    public IEnumerable<SettingsFault> Judge(JsonElement settings) =>
        PlugInSettings.Judge<SeveralSettings>(settings, read => read.Targets.SelectMany((part, place) => Judge(part, $"targets[{place}]")));

    public async Task<TargetReading> ObserveAsync(TargetServer server, CancellationToken cancellationToken)
    {
        var reading = PlugInSettings.Read<SeveralSettings>(server.Settings);
        return reading.Settings is { } settings
            ? new TargetReading([.. (await Task.WhenAll(settings.Targets.Select(part => ObserveAsync(part, server, cancellationToken)))).SelectMany(endpoints => endpoints)])
            : TargetReading.Unknown(reading.Sentence("targetSettings"));
    }

    public Task<string?> CordonAsync(TargetServer server, CancellationToken cancellationToken) =>
        EachAsync(server, (target, part) => target.CordonAsync(part.Of(server), cancellationToken));

    public Task<string?> CloseAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        EachAsync(server, (target, part) => target.CloseAsync(part.Of(server), part.Mine(leave), cancellationToken));

    public Task<string?> UncordonAsync(TargetServer server, IReadOnlySet<string> leave, CancellationToken cancellationToken) =>
        EachAsync(server, (target, part) => target.UncordonAsync(part.Of(server), part.Mine(leave), cancellationToken));

    private IEnumerable<SettingsFault> Judge(TargetPart part, string path)
    {
        if (Find(part) is not { } target)
        {
            return [new SettingsFault($"{path}.target", $"{NotOne(part)}.")];
        }

        return target.Judge(part.Declared()).Select(fault => fault with { Key = $"{path}.targetSettings{(fault.Key.Length == 0 ? "" : ".")}{fault.Key}" });
    }

    private async Task<IEnumerable<EndpointReading>> ObserveAsync(TargetPart part, TargetServer server, CancellationToken cancellationToken)
    {
        var reading = Find(part) is { } target ? await target.ObserveAsync(part.Of(server), cancellationToken) : TargetReading.Unknown(NotOne(part));
        // One that says nothing has confirmed nothing.
        var endpoints = reading.Endpoints.Count > 0 ? reading.Endpoints : TargetReading.Unknown($"the target {part.Target} has no endpoints").Endpoints;
        return endpoints.Select(endpoint => endpoint with { Endpoint = part.Named(endpoint.Endpoint) });
    }

    private async Task<string?> EachAsync(TargetServer server, Func<IDrainTarget, TargetPart, Task<string?>> act)
    {
        var reading = PlugInSettings.Read<SeveralSettings>(server.Settings);
        if (reading.Settings is not { } settings)
        {
            return reading.Sentence("targetSettings");
        }

        var faults = (await Task.WhenAll(settings.Targets.Select(async part => (Part: part, Fault: Find(part) is { } target ? await act(target, part) : NotOne(part)))))
            .Where(one => one.Fault is not null).Select(one => one.Part.Named(one.Fault!)).ToList();
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    private IDrainTarget? Find(TargetPart part) => part.Target == Name ? null : targets().Find(part.Target);

    private string NotOne(TargetPart part) =>
        $"\"{part.Target}\" is no drain target that can be one of {Name}; there is {string.Join(", ", targets().Known.Where(name => name != Name))}";
}
