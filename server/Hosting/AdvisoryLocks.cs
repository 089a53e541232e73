namespace SovereignFleet.Server.Hosting;

/// <summary>Every lock that replicas take in the database, in one list: two that had one number would wait for each other. A number stays what
/// it is, since replicas of two versions run side by side during an upgrade. (The SQL functions' own are hashes of their names.)</summary>
internal static class AdvisoryLocks
{
    /// <summary>The database is brought to this version: "fleet".</summary>
    public const long Schema = 0x666c656574;

    /// <summary>The scheduler's jobs and lock rows are made: "quartz".</summary>
    public const long Scheduler = 0x71756172747a;

    /// <summary>The CA is made or read: "ca".</summary>
    public const long Authority = 0x6361;

    /// <summary>The first administrator is made: "adm".</summary>
    public const long FirstAdministrator = 0x61646d;

    /// <summary>Who may administer is changed: "admins".</summary>
    public const long Administrators = 0x61646d696e73;

    /// <summary>The fleet is declared: "inv".</summary>
    public const long Inventory = 0x696e76;

    /// <summary>Silent Hosts are looked for: "silent".</summary>
    public const long AgentSilence = 0x73696c656e74;

    /// <summary>Hosts that were never heard are looked for: "unheard".</summary>
    public const long NeverHeard = 0x756e6865617264;

    /// <summary>The risks are judged: "risk".</summary>
    public const long Risks = 0x7269736b;

    /// <summary>Predictions' reservations of all Pools, one after the other.</summary>
    public const long PredictionReservations = 0x5F_6B72_6973_6B01;

    /// <summary>Reservations and questions of commands that are over are looked for: "holds".</summary>
    public const long CommandHolds = 0x686f6c6473;

    /// <summary>Locator lights that nobody needs are looked for: "light".</summary>
    public const long LocatorLights = 0x6c69676874;

    /// <summary>Tickets of works under way are kept true: "ticket".</summary>
    public const long Tickets = 0x7469636b6574;

    /// <summary>Plans take their Hosts: "plans".</summary>
    public const long Plans = 0x706c616e73;
}
