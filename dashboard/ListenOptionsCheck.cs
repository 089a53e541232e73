using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard;

/// <summary>Refuses a start at an address that no server can listen at, and says which key to set.</summary>
internal sealed class ListenOptionsCheck : IValidateOptions<ListenOptions>
{
    private const string ToDo = "set Listen to an address such as http://127.0.0.1:7480.";

    public ValidateOptionsResult Validate(string? name, ListenOptions options)
    {
        if (!options.Addresses.Any())
        {
            return ValidateOptionsResult.Fail("Listen is empty: " + ToDo);
        }

        var wrong = options.Addresses.Where(address => !IsAddress(address)).Select(address => $"Listen names '{address}': {ToDo}").ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    // The framework's own parser: it knows "*", "+" and unix sockets, which are no URIs.
    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
