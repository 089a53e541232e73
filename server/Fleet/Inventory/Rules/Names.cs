namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>What may be a name: it goes into URLs, commands to load balancers and mail, so it is one plain word.</summary>
internal static class Names
{
    public static bool IsWord(string text, int longest = 50) =>
        text.Length > 0 && text.Length <= longest && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
