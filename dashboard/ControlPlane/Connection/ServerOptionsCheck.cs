using Microsoft.Extensions.Options;

namespace SovereignFleet.Dashboard.ControlPlane.Connection;

/// <summary>Refuses a start that could never work, and says which key to set.</summary>
internal sealed class ServerOptionsCheck : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var faults = new List<string>();
        if (!options.Server.IsAbsoluteUri || options.Server.Scheme != Uri.UriSchemeHttps)
        {
            faults.Add($"Server is '{options.Server}': set Server to the https address of the control plane's API, such as https://127.0.0.1:7444.");
        }

        if (string.IsNullOrWhiteSpace(options.ServerCa))
        {
            faults.Add("ServerCa is empty: set ServerCa to the file ca.pem in the server's data folder.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
