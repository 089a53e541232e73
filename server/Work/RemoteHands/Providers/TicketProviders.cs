namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <summary>The ticket providers by name. Two of one name fail the start.</summary>
internal sealed class TicketProviders(IEnumerable<ITicketProvider> providers)
{
    private readonly Dictionary<string, ITicketProvider> byName = providers.ToDictionary(provider => provider.Name);

    public IEnumerable<string> Names => byName.Keys;

    public ITicketProvider? Find(string name) => byName.GetValueOrDefault(name);
}
