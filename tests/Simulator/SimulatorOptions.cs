using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Simulator;

/// <summary>What ./fleet hands over on the command line, as --Key=value.</summary>
internal sealed class SimulatorOptions
{
    /// <summary>Where the plan, the agents' folders and the faults lie.</summary>
    public string Folder { get; init; } = ".fleet/simulator";

    /// <summary>"simulated", or "real": one Host, this one.</summary>
    public string Mode { get; init; } = "simulated";

    public int Hosts { get; init; } = 16;

    /// <summary>This machine's name in the inventory, in the mode "real".</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>The load balancer's first frontend; each Pool has the next port.</summary>
    public int BalancerPort { get; init; } = 7490;

    /// <summary>The load balancer's admin socket, through which the server drains.</summary>
    public string BalancerSocket { get; init; } = "";

    /// <summary>The first simulated inference server; each Host has the next port.</summary>
    public int InferencePort { get; init; } = 7500;

    public Uri Api { get; init; } = new("https://127.0.0.1:7444");

    public Uri Agents { get; init; } = new("https://127.0.0.1:7443");

    /// <summary>The control plane's CA certificate, PEM.</summary>
    public string Authority { get; init; } = ".fleet/server/ca.pem";

    /// <summary>The first administrator's password.</summary>
    public string PasswordFile { get; init; } = ".fleet/server/first-admin-password";

    /// <summary>A file of measured distributions, "series,value,cdf_percent"; empty: the built-in ones.</summary>
    public string Distributions { get; init; } = "";

    /// <summary>The same seed gives the same fleet.</summary>
    public int Seed { get; init; } = 1;

    public static SimulatorOptions Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<SimulatorOptions>() ?? new SimulatorOptions();
}
