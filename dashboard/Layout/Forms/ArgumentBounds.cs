using System.Globalization;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Layout.Forms;

/// <summary>Whether what a field shows is within the bounds that the server tells. The server decides.</summary>
internal static class ArgumentBounds
{
    public static bool IsWithin(CommandArgument argument, string value) => argument.Kind switch
    {
        ArgumentKind.Number or ArgumentKind.Duration => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= argument.Minimum && number <= argument.Maximum,
        ArgumentKind.Text => value.Length <= argument.Maximum && (value.Length > 0 || !argument.Required),
        _ => value.Length > 0 || !argument.Required,
    };
}
