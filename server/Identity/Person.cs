using Microsoft.AspNetCore.Identity;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Identity;

/// <summary>Somebody who signs in. Password hash, lock-out and their counters are ASP.NET Core Identity's.</summary>
internal sealed class Person : IdentityUser<Guid>
{
    public Role Role { get; set; }
    /// <summary>A technician's Site; null: all.</summary>
    public string? SiteId { get; set; }
    public bool Disabled { get; set; }
    /// <summary>The password was chosen by somebody else: nothing else is allowed before it is changed.</summary>
    public bool MustChangePassword { get; set; }
}
