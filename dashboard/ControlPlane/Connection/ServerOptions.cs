namespace SovereignFleet.Dashboard.ControlPlane.Connection;

/// <summary>Where the control plane is, and whom to believe that it is it.</summary>
internal sealed class ServerOptions
{
    /// <summary>Key Server: the https address of the server's API.</summary>
    public Uri Server { get; set; } = new("https://127.0.0.1:7444");

    /// <summary>Key ServerCa: the PEM file of the control plane's own CA, the only one trusted. It may appear after the dashboard has started.</summary>
    public string ServerCa { get; set; } = ".fleet/server/ca.pem";

    /// <summary>Key Credential: the file dashboard.pem that the server makes, by which it knows this dashboard. Empty: beside ServerCa.</summary>
    public string Credential { get; set; } = "";

    public string CredentialFile => Credential.Length > 0 ? Credential : Path.Combine(Path.GetDirectoryName(ServerCa) ?? "", "dashboard.pem");
}
