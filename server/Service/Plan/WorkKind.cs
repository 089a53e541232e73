namespace SovereignFleet.Server.Service.Plan;

/// <summary>What can be done to a Host while it is out of service. Which of these this server can do, <see cref="Works"/> knows.</summary>
internal enum WorkKind
{
    /// <summary>A ticket at the Site's provider, and the locator light: a technician comes.</summary>
    RemoteHands,
    /// <summary>Whoever proposed the Drain does it; nobody is called.</summary>
    OwnWork,
    RestartUnit,
    ResetGpu,
    Reboot,
    PowerCycle,
    RolloutStep,
    Soak,
}
