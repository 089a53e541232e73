using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class CommandReservations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "until",
                table: "capacity_reservations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waiver",
                table: "capacity_reservations",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forced_by",
                table: "agent_commands",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "guard",
                table: "agent_commands",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_agent_commands_waiting",
                table: "agent_commands",
                column: "expires_at",
                filter: "state = 'Waiting'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_agent_commands_waiting",
                table: "agent_commands");

            migrationBuilder.DropColumn(
                name: "until",
                table: "capacity_reservations");

            migrationBuilder.DropColumn(
                name: "waiver",
                table: "capacity_reservations");

            migrationBuilder.DropColumn(
                name: "forced_by",
                table: "agent_commands");

            migrationBuilder.DropColumn(
                name: "guard",
                table: "agent_commands");
        }
    }
}
