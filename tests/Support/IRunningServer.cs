namespace SovereignFleet.Tests.Support;

/// <summary>What a client must know of a server: a process of its own, or one inside the test.</summary>
internal interface IRunningServer
{
    string AgentsUrl { get; }

    string ApiUrl { get; }

    string ManagementUrl { get; }

    /// <summary>The certificate of its authority.</summary>
    string AuthorityFile { get; }

    string FirstAdminPassword { get; }
}
