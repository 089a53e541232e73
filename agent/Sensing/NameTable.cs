namespace SovereignFleet.Agent.Sensing;

/// <summary>The plug-ins of one kind, each by its name. Two of one name do not start: which of them a period, a
/// status or a command means would be left to the order of their registration.</summary>
internal sealed class NameTable<T>
    where T : class
{
    private readonly List<T> inOrder = [];
    private readonly Dictionary<string, T> byName = new(StringComparer.Ordinal);

    /// <param name="kind">For a person: "sensor".</param>
    /// <exception cref="InvalidOperationException">Two of one name; it names the types of both.</exception>
    public NameTable(string kind, IEnumerable<T> plugIns, Func<T, string> nameOf)
    {
        foreach (var plugIn in plugIns)
        {
            var name = nameOf(plugIn);
            if (!byName.TryAdd(name, plugIn))
            {
                throw new InvalidOperationException(
                    $"Two {kind}s are named \"{name}\": {byName[name].GetType().FullName} and {plugIn.GetType().FullName}. A name is one {kind}'s.");
            }

            inOrder.Add(plugIn);
        }
    }

    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>As they were registered.</summary>
    public IReadOnlyList<T> All => inOrder;

    public T? Find(string name) => byName.GetValueOrDefault(name);
}
