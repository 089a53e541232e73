namespace SovereignFleet.Agent.Exposition.Hardware;

/// <summary>The attributes of one piece of hardware; those without a value are left out.</summary>
internal static class Tags
{
    public static KeyValuePair<string, object?>[] Of(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var tags = new List<KeyValuePair<string, object?>>(attributes.Length);
        foreach (var (name, value) in attributes)
        {
            if (value.Length > 0)
            {
                tags.Add(new(name, value));
            }
        }

        return [.. tags];
    }

    public static KeyValuePair<string, object?>[] And(this KeyValuePair<string, object?>[] tags, string name, string value) =>
        [.. tags, new(name, value)];
}
